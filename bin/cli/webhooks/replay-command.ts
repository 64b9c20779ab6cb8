import { Command, Option } from 'commander';
import { createFindLostDeliveries } from '../../../lambdas/operations/webhooks/find-lost-deliveries';
import { createReplayDeliveries } from '../../../lambdas/operations/webhooks/replay-deliveries';
import { systemClock } from '../../../lambdas/runtime/clock';
import { type TargetOptions, withTarget } from '../aws-target';
import { CommandError, EXIT } from '../command-error';
import { confirm } from '../confirm';
import { duration } from '../duration';
import { atOutwardDesk, findEndpoint, type OutwardDesk } from './desk';

interface ReplayOptions extends TargetOptions {
  readonly to?: string;
  readonly since: number;
  readonly yes?: true;
  readonly json?: true;
}

const ONE_DAY_SECONDS = 86_400;
const since = new Option('--since <time>', 'with --to: how far back, e.g. 90s, 15m, 1h, 7d')
  .argParser(duration)
  .default(ONE_DAY_SECONDS, '1d');

export const replayCommand = (): Command =>
  withTarget(new Command('replay'))
    .description('sends deliveries again, with all their attempts; receivers know an event again by its id')
    .argument('[delivery...]', "these, see 'deliveries'")
    .option('--to <endpoint>', 'what was given up or skipped for this endpoint')
    .addOption(since)
    .option('--yes', 'do not ask')
    .option('--json', 'as JSON, for scripts')
    .action((ids: readonly string[], options: ReplayOptions) =>
      atOutwardDesk(options, async (desk) => {
        const chosen = await choose(desk, ids, options);
        if (chosen.length > 0) {
          await confirm(`Send ${deliveries(chosen.length)} again?`, options);
        }
        const { replayed, unknown } = await createReplayDeliveries({ ...desk, clock: systemClock })(chosen);
        console.log(
          options.json
            ? JSON.stringify({ replayed, unknown })
            : [
                chosen.length === 0
                  ? 'Nothing was given up or skipped in that time.'
                  : `${deliveries(replayed.length)} sent again`,
                ...unknown.map((id) => `  ${id}: not known, see 'webhooks deliveries'`),
              ].join('\n'),
        );
        process.exitCode = unknown.length > 0 ? EXIT.failure : 0;
      }),
    );

const deliveries = (count: number): string => `${count} ${count === 1 ? 'delivery' : 'deliveries'}`;

/** @throws CommandError unless it was said what is to be sent again */
async function choose(desk: OutwardDesk, ids: readonly string[], options: ReplayOptions): Promise<readonly string[]> {
  const { to, since } = options;
  if (ids.length > 0 === (to !== undefined)) {
    throw new CommandError('say what to send again: ids of deliveries, or --to an endpoint', EXIT.usage);
  }
  if (to === undefined) {
    return ids;
  }
  const { endpointId, state } = await findEndpoint(desk, to);
  if (state.status === 'disabled') {
    throw new CommandError(`${endpointId} is disabled, and would skip all of it again: see 'webhooks enable'`);
  }
  return createFindLostDeliveries(desk)(endpointId, new Date(Date.now() - since * 1_000));
}
