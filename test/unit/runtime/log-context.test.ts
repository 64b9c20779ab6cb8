import '../../support/observability/measured';
import type { sqsBatch as SqsBatch } from '../../../lambdas/runtime/sqs-batch';
import { InMemoryFailureRecords } from '../../support/dead-letters/in-memory-failure-records';
import { sqsContext, sqsEvent } from '../../support/intake/sqs-event';
import { orderIdOf } from '../../support/mothers/order-mother';
import { writtenLines } from '../../support/observability/written-lines';

const traceOf = (n: number): string => `1-6817a0c0-00000000000000000000000${n}`;

describe('Lines of the log', () => {
  let sqsBatch: typeof SqsBatch;
  let logger: { info(message: string): void };
  beforeAll(() => {
    process.env['POWERTOOLS_LOG_LEVEL'] = 'INFO';
    process.env['_X_AMZN_TRACE_ID'] = 'Root=1-6817a0c0-999999999999999999999999;Parent=53995c3f42cd8ad8;Sampled=0';
    sqsBatch = require('../../../lambdas/runtime/sqs-batch').sqsBatch;
    logger = require('../../../lambdas/runtime/powertools').logger;
  });

  it('stand under the order and the trace of their own message, however the records of a batch mix', async () => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const consume = sqsBatch({
      consumer: 'mixed',
      handle: async ({ body }) => {
        const { orderId } = JSON.parse(body) as { orderId: string };
        logger.info(`begins ${orderId}`);
        if (orderId === orderIdOf(2)) {
          release(); // the second goes on while the first waits
        }
        await gate;
        logger.info(`ends ${orderId}`);
        return 'done';
      },
      deadLetters: { send: async () => {} },
      visibility: { hideFor: async () => {} },
      failures: new InMemoryFailureRecords(),
      retry: { delaysSeconds: [1], jitter: 0, scale: 1 },
    });
    const deliveries = [1, 2].map((n) => ({
      body: JSON.stringify({ orderId: orderIdOf(n) }),
      traceHeader: `Root=${traceOf(n)};Parent=53995c3f42cd8ad8;Sampled=0`,
    }));

    const lines = (await writtenLines(() => consume(sqsEvent(...deliveries), sqsContext)))
      .filter((line) => line.includes('"level"'))
      .map((line) => JSON.parse(line) as Record<string, string>);

    expect(lines).toHaveLength(4);
    for (const { message = '', orderId, xray_trace_id } of lines) {
      const n = message.endsWith(orderIdOf(1)) ? 1 : 2;
      expect([message, orderId, xray_trace_id]).toEqual([message, orderIdOf(n), traceOf(n)]);
    }
  });
});
