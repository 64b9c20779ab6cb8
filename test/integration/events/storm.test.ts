import { useTestDatabase } from '../../support/postgres';
import { runStorm } from '../../support/storm/run-storm';
import '../../support/intake/quiet';

/** Twenty times as many with `npm run events:storm`. */
const ORDERS = 500;

describe('Events in a storm', () => {
  const testDatabase = useTestDatabase();

  it(`rows 11, 43: ${ORDERS} orders under crashes and duplicates: every subscriber has the effects of all changes, in sequence`, async () => {
    const session = await testDatabase.session();
    const databases = Array.from({ length: 4 }, () => testDatabase.connect());

    const report = await runStorm(session, databases, { orders: ORDERS, seed: 7, crashes: 0.05, duplicates: 0.05 });

    expect(report.wrong).toEqual([]);
    expect(report.changes).toBeGreaterThan(4 * ORDERS);
    expect(report.died / report.calls).toBeGreaterThan(0.02);
    expect(report.published).toBeGreaterThan(report.changes);
    expect(report.swept).toBeGreaterThan(0);
  }, 120_000);
});
