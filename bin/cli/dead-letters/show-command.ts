import { Command } from 'commander';
import type { AssessedLetter } from '../../../lambdas/operations/dead-letters/assess';
import type { OperatorAction } from '../../../lambdas/ports/operator-actions';
import { type TargetOptions, withTarget } from '../aws-target';
import { fact, printable } from '../text';
import { atDesk } from './desk';
import { findLetter } from './find-letter';
import { messageLines } from './message-lines';

const NAME_WIDTH = 9;

export const showCommand = (): Command =>
  withTarget(new Command('show'))
    .description('shows one dead letter with its order, its failures, and what was done about it')
    .argument('<id>', "of the letter, see 'list'")
    .option('--json', 'as JSON, for scripts')
    .action((id: string, options: TargetOptions & { readonly json?: true }) =>
      atDesk(options, async (desk) => {
        const letter = await findLetter(desk, id);
        const actions = await desk.actions.actionsOn({ orderId: letter.orderId, messageId: id });
        console.log(options.json ? JSON.stringify({ ...letter, actions }, null, 2) : pageOf(letter, actions));
      }),
    );

function pageOf(assessed: AssessedLetter, actions: readonly OperatorAction[]): string {
  const { letter, queue, orderId, standing, fingerprint, failedWith, verdict, because, failures } = assessed;
  const trace = /Root=([0-9a-f-]+)/.exec(letter.traceHeader ?? '')?.[1] ?? failures.at(-1)?.traceId;
  const facts: readonly (readonly [string, string])[] = [
    ['letter', `${letter.id} of ${queue}`],
    ['sent', letter.sentAt],
    ['replays', String(letter.replays)],
    ['order', orderId === undefined ? 'none that it names' : `${orderId}, ${standing.status ?? standing.stands}`],
    ['group', fingerprint],
    ['failed', failedWith],
    ['trace', trace ?? 'none'],
    ['verdict', `${verdict}: ${because}`],
  ];

  return [
    ...facts.flatMap(([name, value]) => fact(name, printable(value), NAME_WIDTH)),
    '',
    'timeline',
    ...timelineOf(assessed, actions),
    '',
    messageLines(letter.body),
  ].join('\n');
}

/** What befell the messages of the order: this letter's, and those that went before it. */
function timelineOf({ letter, failures }: AssessedLetter, actions: readonly OperatorAction[]): readonly string[] {
  const entries = [
    ...failures.map(({ at, attempt, consumer, messageId, errorName, message }) => ({
      at,
      what: `receive ${attempt} by ${consumer}${messageId === letter.receivedAs ? '' : ', of another message'}`,
      why: `${errorName}: ${message}`,
    })),
    ...actions.map(({ at, kind, by, outcome, reason = '' }) => ({
      at,
      what: `${kind} by ${by}: ${outcome}`,
      why: reason,
    })),
  ];
  return entries
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .flatMap(({ at, what, why }) => [`  ${at}  ${printable(what)}`, ...(why ? fact('', printable(why), 4) : [])]);
}
