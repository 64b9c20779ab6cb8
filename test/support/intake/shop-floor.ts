import { createAcceptOrder } from '../../../lambdas/api/accept-order';
import { createPlaceOrder } from '../../../lambdas/api/place-order';
import { apiHandler } from '../../../lambdas/runtime/api-handler';
import { createOnce } from '../../../lambdas/runtime/idempotency';
import { type Answer, type ApiCall, callApi } from './api-call';
import { InMemoryIdempotency } from './in-memory-idempotency';
import { InMemoryIntake } from './in-memory-intake';
import { InMemoryOrderQueue } from './in-memory-queue';
import { InMemorySignals } from './in-memory-signals';
import { ManualClock } from './manual-clock';
import { orderRequest } from './order-mother';

/** `POST /orders` over the twins of everything that it writes to. */
export function createShopFloor() {
  const intake = new InMemoryIntake();
  const queue = new InMemoryOrderQueue();
  const idempotency = new InMemoryIdempotency();
  const signals = new InMemorySignals();
  const clock = new ManualClock();

  const functionOver = (changes: {
    readonly intake?: InMemoryIntake;
    readonly queue?: InMemoryOrderQueue;
    readonly idempotency?: InMemoryIdempotency;
  }) => {
    const parts = { intake, queue, idempotency, ...changes };
    return apiHandler(
      'POST /orders',
      createPlaceOrder({
        once: createOnce({ persistence: parts.idempotency, keyPrefix: 'place-order' }),
        acceptOrder: createAcceptOrder({ intake: parts.intake, queue: parts.queue, clock, signals }),
      }),
    );
  };
  const placeOrder = functionOver({});

  return {
    intake,
    queue,
    idempotency,
    signals,
    clock,
    placeOrder,
    functionOver,
    place: (call: ApiCall & { readonly key?: string } = {}, fn = placeOrder): Promise<Answer> =>
      callApi(fn, {
        body: orderRequest(),
        ...call,
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': call.key ?? 'key-1', ...call.headers },
      }),
  };
}
