import { runSchedule } from '../../faults/engine/run-schedule';
import { deployedWiring } from '../../faults/world/deployed-wiring';
import { postgresBooks } from '../../faults/world/postgres-books';
import type { ScenarioName } from '../../faults/world/scenario';
import { STATEMENT_FAULTS, statementFaults } from '../../faults/world/statement-faults';
import { synthesizeOrderSaga } from '../../support/asl/order-saga';
import { useTestDatabase } from '../../support/postgres';

/**
 * What the stores make of an order at least, when nothing goes wrong. Three are of the reservation and, but for the plain
 * one, three of the rejection, so none of them can be passed by.
 */
const STATEMENTS = { plain: 9, declined: 10, refused: 15, 'sold-out': 6 } satisfies { [Name in ScenarioName]?: number };

/** A reservation is up to three statements and a rejection up to five: schedules take each for one call. */
describe('Faults of single statements', () => {
  const testDatabase = useTestDatabase();

  async function setUp() {
    const faults = statementFaults(testDatabase.connect());
    const openBooks = await postgresBooks(await testDatabase.session(), faults.database);
    const wiring = deployedWiring(synthesizeOrderSaga().definition, async () => faults.watch(await openBooks()));
    return { faults, run: (scenario: ScenarioName) => runSchedule(wiring, { scenario, faults: [] }) };
  }

  it.each(Object.keys(STATEMENTS) as (keyof typeof STATEMENTS)[])(
    'rows 22, 35: change nothing about an order that is %s, before and after each of its statements',
    async (scenario) => {
      const { faults, run } = await setUp();
      const { ending: usual } = await run(scenario);
      const statements = faults.count();
      const found: string[] = [];

      for (let at = 1; at <= statements; at += 1) {
        for (const fault of STATEMENT_FAULTS) {
          faults.aim(at, fault);
          const { ending, violations } = await run(scenario);
          if (ending !== usual || violations.length > 0) {
            found.push(`statement ${at} ${fault}: ${ending}, ${violations.map(({ detail }) => detail).join('; ')}`);
          }
        }
      }

      expect(found).toEqual([]);
      expect(statements).toBeGreaterThanOrEqual(STATEMENTS[scenario]);
      expect(faults.met()).toBe(statements * STATEMENT_FAULTS.length);
    },
    1_200_000,
  );
});
