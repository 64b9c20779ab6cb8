import { availableParallelism } from 'node:os';
import { InvalidArgumentError } from 'commander';
import { exitBy } from '../test/faults/command/exit-by';
import { helpOnSchedules } from '../test/faults/command/help-on-schedules';
import { runReplay } from '../test/faults/command/replay';
import { runSchedulesCommand } from '../test/faults/command/run-schedules';
import { scriptCommand } from './script-command';
import { whole } from './whole-number';

/*
 * Runs the order saga under schedules of faults, in process, and checks the books after each.
 *
 *   npm run faults -- --schedules 1000000 --seed 7     random schedules; one line of JSON at the end
 *   npm run faults -- --exhaustive 2                   pairs of faults in the first runs of each state, each order kind
 *   npm run faults -- --postgres --schedules 2000      over the deployed stores and a Postgres of its own
 *   npm run faults -- --replay 'plain ChargePayment#1.confirmIntent=late:3'
 *   npm run faults -- --replay 'plain BookShipment#1=stop:3 Operator#1=undone UndoOrder#1.callRefundPayment=hang:2'
 *
 * What there is to write in a schedule, and the exit codes: `--help`.
 */

const faultCount = (text: string): 1 | 2 => {
  if (text !== '1' && text !== '2') {
    throw new InvalidArgumentError('expected 1 or 2');
  }
  return text === '1' ? 1 : 2;
};

export interface FaultsOptions {
  readonly schedules: number;
  readonly seed?: number;
  readonly workers: number;
  readonly postgres?: true;
  readonly exhaustive?: 1 | 2;
  readonly replay?: string;
}

const options = scriptCommand('faults')
  .option('--schedules <n>', 'how many random schedules', whole, 50_000)
  .option('--seed <n>', 'the same seed and number of workers run the same schedules (default: random)', whole)
  .option('--workers <n>', 'threads', whole, availableParallelism())
  .option('--postgres', 'over the deployed stores and a Postgres of its own, on one thread')
  .option('--exhaustive <faults>', 'every schedule with 1 or 2 faults in place of random ones', faultCount)
  .option('--replay <schedule>', 'one schedule, with everything that it came to')
  .addHelpText('after', helpOnSchedules())
  .parse()
  .opts<FaultsOptions>();

exitBy(options.replay === undefined ? runSchedulesCommand(options) : runReplay(options.replay, options));
