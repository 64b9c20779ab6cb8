import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reasonFor } from '../../../lambdas/api/reasons';
import { RejectionName } from '../../../lambdas/domain/rejections';
import { PROBLEM_NAMES, ProblemError } from '../../../lambdas/runtime/problem';

const page = readFileSync(join(__dirname, '../../../docs/problems.md'), 'utf8');

describe('docs/problems.md', () => {
  it.each(PROBLEM_NAMES)('tells clients what to do about %s', (name) => {
    expect(page).toContain(`| \`/problems/${name}\` | ${new ProblemError(name).problem.status} |`);
  });

  it.each([...Object.values(RejectionName), 'ProcessingFailed'])(
    'explains the code that customers see for %s',
    (name) => {
      expect(page).toContain(`| \`${reasonFor('REJECTED', name)?.code}\` | \`REJECTED\` |`);
    },
  );

  it('explains what it means that an order is being repaired', () => {
    expect(page).toContain(`| \`${reasonFor('NEEDS_REPAIR', undefined)?.code}\` | \`NEEDS_REPAIR\` |`);
  });
});
