import { createTracesOfOrder } from '../../../../lambdas/operations/traces/traces-of-order';
import { InMemoryFailureRecords } from '../../../support/dead-letters/in-memory-failure-records';
import { InMemoryOperatorActions } from '../../../support/dead-letters/in-memory-operator-actions';
import { InMemoryIntake } from '../../../support/intake/in-memory-intake';
import { intakeRecord } from '../../../support/intake/order-mother';

const TRACE_ID = `1-${'5'.repeat(8)}-${'0'.repeat(24)}`;

/** An order with a trace, and which traces have been asked for. */
async function placedOrder() {
  const intake = new InMemoryIntake();
  const record = intakeRecord({ traceHeader: `Root=${TRACE_ID};Sampled=1` });
  await intake.putIfNew(record);
  const asked: string[] = [];
  const tracesOfOrder = createTracesOfOrder({
    intake,
    failures: new InMemoryFailureRecords(),
    actions: new InMemoryOperatorActions(),
    traces: {
      async read(traceIds) {
        asked.push(...traceIds);
        return [];
      },
    },
  });
  return { orderId: record.orderId, tracesOfOrder, asked };
}

describe('The traces of an order', () => {
  it('are asked for by the id that it was placed with', async () => {
    const { orderId, tracesOfOrder, asked } = await placedOrder();

    expect(await tracesOfOrder(orderId, new AbortController().signal)).toEqual({ traceIds: [TRACE_ID], traces: [] });
    expect(asked).toEqual([TRACE_ID]);
  });

  it('are not asked for when nobody waits for them any more', async () => {
    const { orderId, tracesOfOrder, asked } = await placedOrder();

    await expect(tracesOfOrder(orderId, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked).toEqual([]);
  });
});
