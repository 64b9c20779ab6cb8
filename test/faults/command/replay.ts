import { synthesizeOrderSaga } from '../../support/asl/order-saga';
import { expectNames } from '../engine/expect-names';
import { runSchedule } from '../engine/run-schedule';
import { formatSchedule, parseSchedule } from '../engine/schedule';
import { withWiring } from './wiring-of-command';

/**
 * Runs one schedule and says what it came to. Answers whether everything holds.
 *
 * @throws Error when it names what there is not, or what was not reached while everything holds: that shows nothing
 */
export async function runReplay(
  line: string,
  options: { readonly postgres?: true },
  say: (text: string) => void = console.log,
): Promise<boolean> {
  const { definition } = synthesizeOrderSaga();
  const schedule = parseSchedule(line);
  expectNames(schedule, definition);
  const { ending, execution, violations, ...reached } = await withWiring(definition, options, (wiring) =>
    runSchedule(wiring, schedule),
  );

  say(`${formatSchedule(reached.schedule)}\n  the order: ${ending}, its execution: ${execution}`);
  const missed = schedule.faults.filter((fault) => !reached.schedule.faults.some(({ at }) => at === fault.at));
  for (const { at } of missed) {
    say(`  not reached: ${at}`);
  }
  for (const { invariant, subject, detail } of violations) {
    say(`  violated: ${invariant}, ${subject}: ${detail}`);
  }
  if (violations.length === 0 && missed.length > 0) {
    throw new Error(`expected every fault to be reached, ${missed.length} of ${schedule.faults.length} were not`);
  }
  return violations.length === 0;
}
