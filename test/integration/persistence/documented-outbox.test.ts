import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { orderForTea } from '../../support/mothers/order-mother';
import { useTestDatabase } from '../../support/postgres';
import { openPostgresWorld } from '../../support/postgres-world';

const sqlIn = (runbook: string): readonly string[] =>
  [...readFileSync(join(__dirname, '../../../docs/runbooks', runbook), 'utf8').matchAll(/--sql "([^"]+)"$/gm)].map(
    ([, sql = '']) => sql,
  );
const [count = ''] = sqlIn('outbox-waits.md');
const [look = '', unpark = ''] = sqlIn('events-parked.md');

describe('The SQL of the runbooks about the outbox', () => {
  const testDatabase = useTestDatabase();

  it('row 43: counts what waits, shows what is parked and why, and lets one event be claimed by the next sweep, as the command line does', async () => {
    const session = await testDatabase.session();
    const world = await openPostgresWorld(session, testDatabase.connect());
    const { outbox, inventory } = world.stores;
    await world.restock('TEA', 1);
    await inventory.reserve(orderForTea(1));
    const [received, reserved] = world.written.take().map(({ eventId }) => eventId);
    const { rows: waiting } = await session.query(count);
    await outbox.claim({ leftForSeconds: 0, leaseSeconds: 600, limit: 10 });
    await outbox.park(
      [received, reserved].map((eventId = '') => ({ eventId, reason: 'refused by the bus: too large' })),
    );

    const { rows } = await session.query(look);
    const { rowCount } = await session.query(unpark.replace('EVENT', reserved ?? ''));

    expect(waiting).toEqual([{ waiting: '2', oldest: expect.any(Date) }]);
    expect(rows).toMatchObject([{ parked_because: 'refused by the bus: too large', attempts: 1 }, {}]);
    expect(rows.map(({ type, sequence }) => [type, sequence]).sort()).toEqual([
      ['OrderReceived', 1],
      ['OrderReserved', 2],
    ]);
    expect(rowCount).toBe(1);
    const claimed = await outbox.claim({ leftForSeconds: 0, leaseSeconds: 60, limit: 10 });
    expect(claimed).toMatchObject([{ eventId: reserved, attempts: 1 }]);
    expect(await outbox.parked({ limit: 10 })).toMatchObject([{ eventId: received }]);
  });
});
