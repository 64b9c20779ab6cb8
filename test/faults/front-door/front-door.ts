import type { SQSBatchResponse } from 'aws-lambda';
import { createAcceptOrder } from '../../../lambdas/api/accept-order';
import { createPlaceOrder } from '../../../lambdas/api/place-order';
import { createStartSaga } from '../../../lambdas/consumers/start-saga';
import { createEnqueueForgottenOrders } from '../../../lambdas/operations/enqueue-forgotten-orders';
import type { DeadLetters } from '../../../lambdas/ports/dead-letters';
import { apiHandler } from '../../../lambdas/runtime/api-handler';
import { createOnce } from '../../../lambdas/runtime/idempotency';
import { queueRetry, receivesOf, sqsBatch } from '../../../lambdas/runtime/sqs-batch';
import { InMemoryFailureRecords } from '../../support/dead-letters/in-memory-failure-records';
import { callApi } from '../../support/intake/api-call';
import { InMemoryIdempotency } from '../../support/intake/in-memory-idempotency';
import { InMemoryIntake } from '../../support/intake/in-memory-intake';
import { InMemoryDeadLetters, InMemoryOrderQueue, InMemoryVisibility } from '../../support/intake/in-memory-queue';
import { InMemorySagas } from '../../support/intake/in-memory-sagas';
import { InMemorySignals } from '../../support/intake/in-memory-signals';
import { ManualClock } from '../../support/intake/manual-clock';
import { orderRequest } from '../../support/intake/order-mother';
import { type SqsDelivery, sqsContext, sqsEvent } from '../../support/intake/sqs-event';
import { faultPoint, type OneFault } from './one-fault';

/** What goes wrong between a customer and the start of a saga. */
export interface FrontDoorSchedule {
  /** With the function that accepts the order, the first time that it is asked. */
  readonly place?: OneFault;
  /** With the consumer of the order queue, the first time that it is called. */
  readonly consume?: OneFault;
  /** A day has passed when the customer uses the same key again, for another order. */
  readonly keyIsOld?: boolean;
}

/** Parts that a negative control puts something else in the place of. */
export interface FrontDoorParts {
  readonly intake: InMemoryIntake;
  readonly idempotency: InMemoryIdempotency;
  readonly putsAside: (deadLetters: DeadLetters) => DeadLetters;
  readonly comesBy: (sweep: () => Promise<unknown>) => Promise<unknown>;
  readonly answers: (response: SQSBatchResponse) => SQSBatchResponse | undefined;
}

export interface FrontDoorOutcome {
  /** Quantities that were answered with 202, in the order of the answers. */
  readonly accepted: readonly number[];
  /** Quantities for which a saga was started. */
  readonly started: readonly number[];
  /** Bodies that rest in the dead letters with a reason, and those that rest there without one. */
  readonly explained: readonly string[];
  readonly unexplained: readonly string[];
  /** Calls that were made by the two functions in which something could go wrong. */
  readonly calls: { readonly place: number; readonly consume: number };
}

const FIRST = 2;
const OTHER = 9;
const POISON = '{"not":"an order"}';
const RECEIVES_MAX = receivesOf(queueRetry(1));
const ASKS_MAX = 4;
const SWEEP_AFTER_MS = 3 * 60_000;
const ownParts = (): FrontDoorParts => ({
  intake: new InMemoryIntake(),
  idempotency: new InMemoryIdempotency(),
  putsAside: (deadLetters) => deadLetters,
  comesBy: (sweep) => sweep(),
  answers: (response) => response,
});

/** One customer who asks until the answer is clear, then asks for something else under the same key; poison beside. */
export async function throughFrontDoor(
  schedule: FrontDoorSchedule,
  changed: Partial<FrontDoorParts> = {},
): Promise<FrontDoorOutcome> {
  const { intake, idempotency, putsAside, comesBy, answers }: FrontDoorParts = { ...ownParts(), ...changed };
  const buried = new InMemoryDeadLetters();
  const queue = new InMemoryOrderQueue();
  const sagas = new InMemorySagas();
  const clock = new ManualClock();
  const signals = new InMemorySignals();
  const accepted: number[] = [];
  const once = createOnce({ persistence: idempotency, keyPrefix: 'place-order' });

  const place = async (quantity: number, fault?: OneFault): Promise<{ isClear: boolean; calls: number }> => {
    const point = faultPoint(fault);
    const parts = { intake: point.around(intake), queue: point.around(queue), clock, signals };
    const answer = await callApi(
      apiHandler('POST /orders', createPlaceOrder({ once, acceptOrder: createAcceptOrder(parts) })),
      {
        body: orderRequest({ lines: [{ sku: 'TEA', quantity }] }),
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'key-1' },
      },
    );
    const isAccepted = point.isHeard && answer.status === 202;
    accepted.push(...(isAccepted ? [quantity] : []));
    return { isClear: isAccepted || (point.isHeard && answer.status === 422), calls: point.calls };
  };
  const askUntilClear = async (quantity: number, fault?: OneFault): Promise<number> => {
    const first = await place(quantity, fault);
    for (let asked = 1, { isClear } = first; !isClear && asked < ASKS_MAX; asked += 1) {
      // Whatever had begun and died has been let go by the time that somebody asks again.
      for (const record of idempotency.records.values()) {
        Object.assign(record, { inProgressExpiryTimestamp: 0 });
      }
      ({ isClear } = await place(quantity));
    }
    return first.calls;
  };

  let unexplained: readonly string[] = [];
  let consumeCalls = 0;
  const consume = async (messages: readonly string[], fault?: OneFault): Promise<void> => {
    let left: readonly SqsDelivery[] = messages.map((body, index) => ({ body, messageId: `message-${index}` }));
    for (let receive = 1; receive <= RECEIVES_MAX && left.length > 0; receive += 1) {
      const point = faultPoint(receive === 1 ? fault : undefined);
      const handler = sqsBatch({
        consumer: 'start-saga',
        handle: createStartSaga({ sagas: point.around(sagas), intake: point.around(intake), clock }),
        deadLetters: putsAside(point.around(buried)),
        visibility: new InMemoryVisibility(),
        failures: new InMemoryFailureRecords(),
        retry: queueRetry(1),
      });
      const response = await handler(sqsEvent(...left.map((one) => ({ ...one, receive }))), sqsContext);
      const failed = new Set((answers(response)?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier));
      left = left.filter(({ messageId = '' }) => !point.isHeard || failed.has(messageId));
      consumeCalls = Math.max(consumeCalls, point.calls);
    }
    unexplained = [...unexplained, ...left.map(({ body }) => body)];
  };

  const placeCalls = await askUntilClear(FIRST, schedule.place);
  if (schedule.keyIsOld) {
    idempotency.records.clear();
  }
  await askUntilClear(OTHER);
  clock.advance(SWEEP_AFTER_MS);
  await comesBy(createEnqueueForgottenOrders({ intake, queue, clock, signals, delayScale: 1 }));
  await consume([...queue.sent.map(({ body }) => body), POISON], schedule.consume);

  return {
    accepted,
    started: [...sagas.executions.values()].map(({ message }) => message.lines[0]?.quantity ?? 0),
    explained: buried.letters.map(({ body }) => body),
    unexplained,
    calls: { place: placeCalls, consume: consumeCalls },
  };
}

/** What is wrong, in words; empty when the customer got what was accepted, once, and the poison can be explained. */
export function wrongAtFrontDoor({ accepted, started, explained, unexplained }: FrontDoorOutcome): readonly string[] {
  const waiting = unexplained.filter((body) => body !== POISON).length;
  return [
    ...(accepted.length > 0 && started.length + waiting === 0 ? ['no-loss: accepted, and nothing came of it'] : []),
    ...(new Set(accepted).size > 1 ? ['one-order: two different orders were accepted under one key'] : []),
    ...(started.some((quantity) => quantity !== accepted[0])
      ? ['first-order: what was started is not what was accepted first']
      : []),
    ...(started.length > 1 ? ['one-execution: the order was started more than once'] : []),
    ...(explained.includes(POISON) ? [] : ['poison: a message that is no order is not kept with its reason']),
  ];
}
