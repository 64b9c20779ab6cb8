import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Books } from '../../../lambdas/domain/books/books';
import { orderIdOf } from '../../../lambdas/domain/order-id';
import { emulatorClient } from '../../../localstack/aws';
import { readBooks } from '../../../localstack/books/read-books';
import { createClientHistory } from '../../../localstack/chaos/client-history';
import { createPatientClient, type PatientClient } from '../../../localstack/chaos/patient-client';
import { untilQuiet } from '../../../localstack/chaos/until-quiet';
import { createOrderQueueAccess } from '../../../localstack/main-job/order-queue-access';
import { orderOf } from '../../../localstack/main-job/scenarios';
import type { OrderRequest } from '../../../localstack/main-job/shop';
import { SHARED_LOCAL_DIRECTORY } from '../../../localstack/repository';
import { customerToken } from '../../../localstack/token-issuer/local-token';
import { eventually } from '../../support/end-to-end/eventually';
import { failuresOf } from './failures-of';
import type { CaseBench, FaultCase, OrderFacts, Seen } from './fault-case';
import { type RemoteChaos, startRemoteChaos } from './remote-chaos';
import { createSimulatorAccess } from './simulator-access';

const SERVICES = ['paymentProvider', 'carrier'] as const;
type Service = (typeof SERVICES)[number];

/** The machine that runs this may be busy: none of these is a promise of the system. */
const QUIET_WITHIN_MS = 240_000;
const EVENTUALLY = { withinMs: 180_000 };
const ROUNDS = 4;

/** Six times the consumer's time-out when deployed, and not scaled: too long to wait for whenever a consumer dies. */
const VISIBILITY_SECONDS = 6;

export interface Bench {
  readonly chaos: RemoteChaos;
  readonly client: PatientClient;
  /** Arranges the case's faults, places its order, and does the rest. @returns the order's id */
  run(fault: FaultCase): Promise<string>;
  place(request?: Partial<OrderRequest>): Promise<string>;
  /** Faults that were asked for and have never come about. */
  unmet(): Promise<readonly unknown[]>;
  /** Redrives what is in the dead letters, waits until nothing is on its way, and takes the books. */
  quietBooks(): Promise<Books>;
  /** What is known of an order, by the books and by everything that happened on its way. */
  factsOf(books: Books, orderId: string): OrderFacts;
  seen(orderId: string): Promise<Seen>;
  /** Calls of the order's saga that did not succeed, in their order. */
  failuresOf(orderId: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** A local cloud of this test file's own, with a detour between any two of its parts. */
export async function startBench(): Promise<Bench> {
  const stateDirectory = path.join(SHARED_LOCAL_DIRECTORY, 'test', randomUUID());
  const chaos = await startRemoteChaos(stateDirectory);
  const { endpoints } = chaos;
  const { api, emulator, queues, tokenIssuer } = endpoints;
  const customerId = 'customer-under-faults';
  const token = customerToken({ stateDirectory, issuer: tokenIssuer.url, audience: tokenIssuer.audience }, customerId);
  const history = createClientHistory(path.join(stateDirectory, 'history'));
  const client = createPatientClient({ api, token, history });
  const redriven: string[] = [];
  const answersOf = (orderId: string): readonly number[] =>
    history
      .calls()
      .filter(
        ({ operation, key }) => operation === 'place' && orderIdOf({ customerId, idempotencyKey: key }) === orderId,
      )
      .map(({ status }) => status);
  const sqs = new SQSClient(emulatorClient(emulator));
  const queue = createOrderQueueAccess({ sqs, queueUrl: queues.orders, customerId });
  for (const QueueUrl of [queues.orders, queues.failedExecutions, queues.paymentEvents]) {
    await sqs.send(
      new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: String(VISIBILITY_SECONDS) } }),
    );
  }

  const place = async (key: string, request: OrderRequest): Promise<string> => {
    let status = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const answer = await client.place(request, key);
      if (answer.status === 202 && answer.orderId !== undefined) {
        return answer.orderId;
      }
      status = answer.status;
    }
    throw new Error(`expected POST /orders to answer 202, got ${status}`);
  };
  const simulator = (service: Service) => createSimulatorAccess(endpoints[service].url);

  return {
    chaos,
    client,
    place: (request = {}) => place(randomUUID(), orderOf(request)),

    async run(fault) {
      const key = randomUUID();
      const request = orderOf(fault.request);
      const orderId = orderIdOf({ customerId, idempotencyKey: key });
      const bench: CaseBench = {
        chaos,
        orderId,
        outside: (service, { operation, ...rule }) =>
          simulator(service).add({ match: { orderId, operation }, ...rule }),
        redeliver: () => queue.redeliver(orderId, request),
        seen: async (status) => {
          await eventually(
            () => client.find(orderId),
            (order) => order.status === status,
            EVENTUALLY,
          );
        },
      };
      await fault.arrange?.(bench);
      await place(key, request);
      await fault.afterwards?.(bench);
      return orderId;
    },

    async unmet() {
      const outside = await Promise.all(SERVICES.map((service) => simulator(service).pending()));
      return [...(await chaos.unmet()), ...outside.flat()];
    },

    async quietBooks() {
      const {
        isQuiet,
        left,
        redriven: sentBack,
      } = await untilQuiet(endpoints, QUIET_WITHIN_MS, new AbortController().signal);
      redriven.push(...sentBack);
      if (!isQuiet) {
        throw new Error(`orders were still on their way after ${QUIET_WITHIN_MS} ms:\n${left.join('\n')}`);
      }
      return (await readBooks(endpoints, { isHealed: true, withStates: true })).books;
    },

    factsOf: (books, orderId) => ({
      ...factsOf(books, orderId),
      redriven: redriven.filter((id) => id === orderId).length,
      answers: answersOf(orderId),
    }),
    seen: async (orderId) => ({
      startSaga: await chaos.invocations('start-saga', orderId),
      failures: await failuresOf(endpoints, orderId),
    }),
    failuresOf: (orderId) => failuresOf(endpoints, orderId),
    close: () => chaos.close(),
  };
}

export function factsOf(books: Books, orderId: string): Omit<OrderFacts, 'redriven' | 'answers'> {
  const of = <T extends { readonly orderId: string }>(entries: readonly T[]): readonly T[] =>
    entries.filter((entry) => entry.orderId === orderId);
  const [order] = of(books.orders);
  const [payment] = of(books.payments);
  return {
    status: order?.status,
    unfinished: order?.unfinished ?? [],
    executions: of(books.executions).map(({ status }) => status),
    captures: payment?.captures ?? 0,
    refunds: payment?.refunds ?? 0,
    kept: (payment?.captures ?? 0) - (payment?.refunds ?? 0),
    shipment: of(books.shipments)[0]?.state,
    trail: [...of(books.events)].sort((a, b) => a.sequence - b.sequence).map(({ status }) => status),
    deadLetters: books.deadLettered.filter((id) => id === orderId).length,
  };
}
