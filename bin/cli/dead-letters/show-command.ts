import { Command } from 'commander';
import type { AssessedLetter } from '../../../lambdas/operations/dead-letters/assess';
import type { OperatorAction } from '../../../lambdas/ports/operator-actions';
import { type TargetOptions, withTarget } from '../aws-target';
import { shorten, WIDTH } from '../plain-table';
import { atDesk } from './desk';
import { findLetter } from './find-letter';

export const showCommand = (): Command =>
  withTarget(new Command('show'))
    .description('shows one dead letter with its order, its failures, and what was done about it')
    .argument('<id>', "of the letter, see 'list'")
    .option('--json', 'as JSON, for scripts')
    .action((id: string, options: TargetOptions & { readonly json?: true }) =>
      atDesk(options, async (desk) => {
        const letter = await findLetter(desk, id);
        const ofLetter = await desk.actions.actionsOn({ messageId: id });
        const ofOrder =
          letter.orderId === undefined ? [] : await desk.actions.actionsOn({ orderId: letter.orderId, messageId: id });
        const actions = [...ofLetter, ...ofOrder];
        console.log(options.json ? JSON.stringify({ ...letter, actions }, null, 2) : pageOf(letter, actions));
      }),
    );

function pageOf(assessed: AssessedLetter, actions: readonly OperatorAction[]): string {
  const { letter, queue, orderId, standing, fingerprint, failedWith, verdict, because, failures } = assessed;
  const timeline = [
    ...failures.map(({ at, attempt, errorName, message }) => [at, `receive ${attempt}`, `${errorName}: ${message}`]),
    ...actions.map(({ at, kind, by, outcome, reason }) => [at, `${kind} by ${by}: ${outcome}`, reason]),
  ].sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  const trace = /Root=([0-9a-f-]+)/.exec(letter.traceHeader ?? '')?.[1] ?? failures.at(-1)?.traceId;

  return [
    ['letter', `${letter.id} of ${queue}`],
    ['sent', letter.sentAt],
    ['replays', String(letter.replays)],
    ['order', orderId === undefined ? 'none that it names' : `${orderId}, ${standing.status ?? standing.stands}`],
    ['group', fingerprint],
    ['failed', failedWith],
    ['trace', trace ?? 'none'],
    ['verdict', `${verdict}: ${because}`],
  ]
    .map(([name = '', value]) => `${name.padEnd(9)}${value}`)
    .concat(
      '',
      'timeline',
      ...timeline.flatMap(([at, what, why]) => [`  ${at}  ${what}`, ...(why ? [shorten(`    ${why}`, WIDTH)] : [])]),
      '',
      letter.body,
    )
    .join('\n');
}
