import { Command } from 'commander';
import { isOnLetter, type OperatorAction } from '../../../lambdas/ports/operator-actions';
import { type TargetOptions, withTarget } from '../aws-target';
import { count } from '../counts';
import { orderId } from '../order-id';
import { actionLines } from './action-lines';
import { atDesk, type Desk } from './desk';
import { messageLines } from './message-lines';

interface HistoryOptions extends TargetOptions {
  readonly order?: string;
  readonly limit: number;
  readonly json?: true;
}

export const historyCommand = (): Command =>
  withTarget(new Command('history'))
    .description('shows what operators did with dead letters and broken orders, and what they took away')
    .argument('[id]', 'of a letter: only what was done with it, and its message')
    .option('--order <id>', 'only what was done with the letters of this order', orderId)
    .option('--limit <n>', 'the newest so many', count, 20)
    .option('--json', 'as JSON, for scripts: with the messages')
    .action((id: string | undefined, options: HistoryOptions) =>
      atDesk(options, async (desk) => {
        const actions = await find(desk, id, options);
        if (options.json) {
          console.log(JSON.stringify(actions, null, 2));
          return;
        }
        if (actions.length === 0) {
          console.log('Nothing was done.');
        }
        for (const action of actions) {
          console.log(actionLines(action).join('\n'));
          if (id !== undefined && 'body' in action && action.body !== undefined) {
            console.log(`\n${messageLines(action.body)}\n`);
          }
        }
      }),
    );

async function find(
  { actions }: Pick<Desk, 'actions'>,
  letterId: string | undefined,
  { order, limit }: HistoryOptions,
): Promise<readonly OperatorAction[]> {
  if (order === undefined) {
    return actions.newest({ limit, letterId });
  }
  const ofOrder = await actions.actionsOn({ orderId: order, messageId: '' });
  return ofOrder
    .filter((action) => isOnLetter(action, letterId))
    .toReversed()
    .slice(0, limit);
}
