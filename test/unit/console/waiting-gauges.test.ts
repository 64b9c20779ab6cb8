import { Registry } from 'prom-client';
import { addBusinessGauges } from '../../../console/overview/business-gauges';
import { type OverviewFigures, unknown } from '../../../console/overview/figures';
import { addWaitingGauges } from '../../../console/overview/waiting-gauges';
import { createReadGauges } from '../../../lambdas/operations/gauges/read-gauges';
import type { OpenOrders } from '../../../lambdas/ports/order-gauges';

const clock = { now: () => new Date('2026-05-04T10:00:00Z') };

async function scrape(open: () => Promise<OpenOrders>): Promise<string> {
  const registry = new Registry();
  const readGauges = createReadGauges({
    orders: { readOpenOrders: open },
    circuits: { readCircuits: async () => ({}) },
    clock,
  });
  addWaitingGauges(registry, readGauges);
  return registry.metrics();
}

describe('What stands still, for Prometheus', () => {
  it('is how many orders are stuck, and how long the oldest repair and the oldest event have waited', async () => {
    const text = await scrape(async () => ({
      byStatus: {},
      stuck: 3,
      oldestRepairSince: '2026-05-04T09:00:00Z',
      oldestUnpublishedSince: '2026-05-04T09:59:00Z',
    }));

    expect(text).toMatch(/^orders_stuck 3$/m);
    expect(text).toMatch(/^oldest_repair_age_seconds 3600$/m);
    expect(text).toMatch(/^outbox_age_seconds 60$/m);
  });

  it('is asked for once a scrape', async () => {
    let asked = 0;
    await scrape(async () => {
      asked += 1;
      return { byStatus: {}, stuck: 0 };
    });

    expect(asked).toBe(1);
  });

  it('is not told as nothing while Postgres is away', async () => {
    const text = await scrape(() => Promise.reject(new Error('away')));

    expect(text).toContain('# TYPE orders_stuck gauge');
    expect(text).not.toMatch(/^(?:orders_stuck|oldest_repair_age_seconds|outbox_age_seconds) /m);
  });

  it.each([
    [
      {
        known: true,
        value: { at: '', orders: 9, complete: true, stockChecked: true, findings: ['one', 'two'] },
      } as const,
      /^books_drift 2$/m,
      true,
    ],
    [unknown('postgres is away'), /^books_drift /m, false],
  ])('is the drift of the books, when it is known: %s', async (drift, line, isThere) => {
    const registry = new Registry();
    const none = unknown('not asked');
    addBusinessGauges(
      registry,
      (): OverviewFigures => ({
        ...{ at: new Date().toISOString(), drift, minutes: none, open: none, oldestWaiting: none },
        ...{ queues: none, circuits: none, alarms: none },
      }),
    );

    const text = await registry.metrics();
    expect(line.test(text)).toBe(isThere);
    expect(text).not.toMatch(/^alarms_ringing /m);
  });
});
