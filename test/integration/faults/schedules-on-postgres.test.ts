import { runCampaign } from '../../faults/engine/campaign';
import { formatSchedule } from '../../faults/engine/schedule';
import { deployedWiring } from '../../faults/world/deployed-wiring';
import { postgresBooks } from '../../faults/world/postgres-books';
import { synthesizeOrderSaga } from '../../support/asl/order-saga';
import { useTestDatabase } from '../../support/postgres';

/** `npm run faults -- --postgres` runs more of them, and any one of them again. */
const SCHEDULES = 2_000;
const SEED = 20_261_123;

describe('Fault schedules on Postgres', () => {
  const testDatabase = useTestDatabase();

  it('rows 11, 14, 15, 17, 19, 22, 27 to 30, 32 to 40: keep the books right, whatever goes wrong', async () => {
    const open = await postgresBooks(await testDatabase.session(), testDatabase.connect());
    const { tally, smallest } = await runCampaign(deployedWiring(synthesizeOrderSaga().definition, open), {
      schedules: SCHEDULES,
      seed: SEED,
    });

    expect(smallest && { schedule: formatSchedule(smallest.schedule), violations: smallest.violations }).toBe(
      undefined,
    );
    expect(tally.schedules).toBe(SCHEDULES);
  }, 1_200_000);
});
