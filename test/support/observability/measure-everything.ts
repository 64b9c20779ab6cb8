import { OutOfStockError } from '../../../lambdas/domain/rejections';
import { countAwsCall } from '../../../lambdas/runtime/aws-calls';
import { readSignals } from '../../../lambdas/runtime/read-signals';
import { measuredFunctions as run } from './measured-functions';
import { SimulatedTasks, TASKS, type TaskName } from './simulated-tasks';

/** Each wrapper on each of its ways, so that all that there is to measure is measured. */
export async function measureEverything(): Promise<void> {
  for (const status of [200, 404, 503]) {
    await run.api('GET /orders/{orderId}', async () => {
      for (const choice of ['replica', 'waited', 'writer'] as const) {
        readSignals.chose(choice);
      }
      return { status, body: {} };
    });
  }
  await run.step('ReserveInventory', async () => ({}), { retryCount: 1 });
  await run.step('ReserveInventory', () => Promise.reject(new OutOfStockError('TEA', 2, 1)));
  await run.step('ReserveInventory', () => Promise.reject(new Error('boom')));
  await run.step('ConfirmOrder', async () => {
    countAwsCall();
    return { status: 'CONFIRMED' };
  });
  await run.step('RejectOrder', async () => ({ status: 'REJECTED' }), { failure: 'OutOfStockError' });
  await run.consumer('start-saga', async () => 'done', { receive: 2 });
  await run.consumer('start-saga', () => Promise.reject(new Error('boom')));
  await run.paymentEvent(true);
  await run.replay();
  await run.gauges(
    async () => ({ byStatus: { RECEIVED: 1 }, stuck: 0 }),
    async () => ({ carrier: 'open' }),
  );
  for (const news of ['refund-failed', 'given-back', 'refunded-outside'] as const) {
    await run.refundNews(news);
  }
  await run.goneEndpoint();
  for (const outcome of ['delivered', 'failed', 'given up'] as const) {
    await run.delivery('webhook', outcome);
  }
  const tasks = new SimulatedTasks();
  for (const trouble of [{}, { postgresAway: true }] as const) {
    for (const task of Object.keys(TASKS) as TaskName[]) {
      await tasks.run(task, trouble);
    }
  }
}
