import { Command } from 'commander';
import { type TargetOptions, withTarget } from '../aws-target';
import { EXIT } from '../command-error';
import { count } from '../counts';
import { duration } from '../duration';
import { findStuck } from '../orders/find-stuck';
import { undoCommand } from '../orders/undo-command';
import { stuckOrdersTable } from '../stuck-orders-table';
import { timelineCommand } from '../timeline/timeline-command';

interface ListOptions extends TargetOptions {
  readonly stuck: true;
  readonly olderThan?: number;
  readonly limit: number;
  readonly json?: true;
}

/** An order of the local cloud takes seconds. In AWS it may wait half an hour for a provider, and is then undone. */
const BOUND_SECONDS = { local: 60, cloud: 3_600 } as const;

export const ordersCommand = (): Command =>
  new Command('orders')
    .description('finds orders, tells their stories, and undoes those in repair')
    .addCommand(listCommand())
    .addCommand(timelineCommand())
    .addCommand(undoCommand());

const listCommand = (): Command =>
  withTarget(new Command('list'))
    .description('lists orders that are not final although they should be')
    .requiredOption('--stuck', 'every order that is not final after its bound, or needs repair')
    .option(
      '--older-than <time>',
      'the bound, from acceptance, e.g. 90s, 15m (default: 60s, with --stack 1h)',
      duration,
    )
    .option('--limit <n>', 'at most so many', count, 100)
    .option('--json', 'as JSON, for scripts')
    .action(async (options: ListOptions) => {
      const bound = options.olderThan ?? BOUND_SECONDS[options.stack === undefined ? 'local' : 'cloud'];
      const orders = await findStuck(options, {
        olderThanMs: bound * 1_000,
        limit: options.limit,
        tellAway: reportIncomplete,
      });
      console.log(options.json ? JSON.stringify(orders, null, 2) : stuckOrdersTable(orders));
    });

/** Once, however much could not be asked. */
function reportIncomplete(error: unknown): void {
  if (process.exitCode !== EXIT.failure) {
    const why = error instanceof Error ? error.message : String(error);
    console.error(
      `The database does not answer (${why}): orders that only it knows are missing here, and some that are said to wait may have started.`,
    );
    process.exitCode = EXIT.failure;
  }
}
