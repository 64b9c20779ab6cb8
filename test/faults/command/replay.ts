import { synthesizeOrderSaga } from '../../support/asl/order-saga';
import { expectNames } from '../engine/expect-names';
import { runSchedule } from '../engine/run-schedule';
import { formatSchedule, parseSchedule } from '../engine/schedule';
import { withWiring } from './wiring-of-command';

/**
 * Runs one schedule and prints what it came to. Answers whether everything holds.
 *
 * @throws Error when it names what there is not
 */
export async function runReplay(line: string, options: { readonly postgres?: true }): Promise<boolean> {
  const { definition } = synthesizeOrderSaga();
  const schedule = parseSchedule(line);
  expectNames(schedule, definition);
  const { ending, execution, violations, ...reached } = await withWiring(definition, options, (wiring) =>
    runSchedule(wiring, schedule),
  );

  console.log(`${formatSchedule(reached.schedule)}\n  the order: ${ending}, its execution: ${execution}`);
  for (const { at } of schedule.faults.filter((fault) => !reached.schedule.faults.some(({ at }) => at === fault.at))) {
    console.log(`  not reached: ${at}`);
  }
  for (const { invariant, subject, detail } of violations) {
    console.log(`  violated: ${invariant}, ${subject}: ${detail}`);
  }
  return violations.length === 0;
}
