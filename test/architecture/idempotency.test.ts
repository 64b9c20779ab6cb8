import { importsOf, sourceFiles } from './imports';

/** The one file that configures Powertools idempotency, and the one that tells it its table. The linter knows them too. */
const MAY_IMPORT = ['lambdas/persistence/dynamodb/idempotency-store.ts', 'lambdas/runtime/idempotency.ts'];

describe('Powertools idempotency', () => {
  it('is configured in one place: nobody else imports it', () => {
    const importers = sourceFiles('bin', 'lib', 'lambdas', 'localstack')
      .flatMap(importsOf)
      .filter(({ to }) => to.startsWith('@aws-lambda-powertools/idempotency'))
      .map(({ from }) => from);

    expect([...new Set(importers)].sort()).toEqual(MAY_IMPORT);
  });
});
