import { MetricName } from '../../../lambdas/contracts/metrics';
import type { OrderEvent } from '../../../lambdas/contracts/order-event';
import type { WrittenEvents } from '../../../lambdas/ports/outbox';
import type { Stores } from '../../support/contracts/store-world';
import { InMemorySagas } from '../../support/intake/in-memory-sagas';
import { createScriptedCarrier } from '../../support/scripted-provider/scripted-carrier';
import { createScriptedPaymentProvider } from '../../support/scripted-provider/scripted-payment-provider';
import { createMoodyCarrier } from './moody-carrier';
import { createMoodyProvider } from './moody-provider';
import { messageFor, type Scenario } from './scenario';
import type { OrderPages, World } from './world';

/** The stores of one schedule, freshly stocked, and what is written down in them. */
export interface StoreBooks extends Pick<World, 'snapshot' | 'peek' | 'reprice' | 'cutAfter'> {
  readonly stores: Pick<
    Stores,
    'inventory' | 'payments' | 'paymentRecords' | 'shipments' | 'orders' | 'outbox' | 'held' | 'records' | 'resolutions'
  > & { readonly pages: OrderPages };
  readonly noteWritten: () => WrittenEvents;
}

/** A world around these stores, in which every customer is like the one of this scenario. */
export function createWorld(
  { stores, noteWritten, snapshot, peek, reprice, cutAfter }: StoreBooks,
  scenario: Scenario,
): World {
  const { paymentMethodId, country } = scenario;
  const bank = createScriptedPaymentProvider();
  const depot = createScriptedCarrier();
  const provider = createMoodyProvider(bank);
  const carrier = createMoodyCarrier(depot);
  const sagas = new InMemorySagas();
  const published: OrderEvent[] = [];
  const knownToBePaidBack = new Set<unknown>();
  const address = {
    name: 'Ada Lovelace',
    line1: '12 St James Square',
    postalCode: 'SW1Y 4JH',
    city: 'London',
    country,
  };

  return {
    ports: {
      ...stores,
      provider,
      carrier,
      personalData: {
        paymentMethodOf: async () => paymentMethodId,
        shippingAddressOf: async () => address,
      },
      intake: {
        markStarted: async () => {}, // nobody here reads the mark
        find: async (orderId) => ({
          ...messageFor(orderId, scenario),
          ...{ bodyHash: '', paymentMethodId, shippingAddress: address },
        }),
      },
      sagas,
      bus: {
        async publish(events) {
          published.push(...events);
          return events.map(() => ({ kind: 'published' as const }));
        },
      },
      noteWritten,
      signals: {
        count(name, _, facts) {
          if (name === MetricName.PaymentRefundedOutside) {
            knownToBePaidBack.add(facts?.['orderId']);
          }
        },
      },
    },
    snapshot,
    peek,
    reprice,
    cutAfter,
    payments: () => bank.ledger(),
    shipments: () => depot.ledger(),
    started: () => [...sagas.executions.values()].map(({ message }) => message),
    provoke: (mood) => provider.feel(mood),
    provokeCarrier: () => carrier.refuseNext(),
    forgetKeys: () => bank.forgetKeys(),
    captureLate: (orderId) => bank.captureLate(orderId, provider.wasConfirmed),
    payBack: (orderId, much) => bank.payBack(orderId, much),
    paidBack: (orderId) => bank.paidBack(orderId),
    isKnownToBePaidBack: (orderId) => knownToBePaidBack.has(orderId),
    returnRefunds: (orderId) => bank.returnRefunds(orderId),
    news: bank.news,
    published: () => published,
  };
}
