import type { OrderStatus } from '../../../lambdas/domain/order';
import type { OrderRequest } from '../../../localstack/main-job/shop';
import type { FaultRuleInput } from '../../../localstack/simulator/fault-script';
import type { RemoteChaos } from './remote-chaos';

/** Everything that is written down about one order, once all is quiet. */
export interface OrderFacts {
  readonly status: OrderStatus | undefined;
  readonly unfinished: readonly string[];
  readonly executions: readonly string[];
  readonly captures: number;
  readonly refunds: number;
  /** Captures that were not given back. */
  readonly kept: number;
  readonly shipment: 'booked' | 'cancelled' | 'refused' | undefined;
  /** Statuses of its events, by sequence. */
  readonly trail: readonly string[];
  readonly deadLetters: number;
  /** Dead letters that were sent back to their queue. */
  readonly redriven: number;
  /** What the customer was answered, request after request, until the order was accepted. */
  readonly answers: readonly number[];
}

/** What a case may do besides arranging faults. */
export interface CaseBench {
  readonly chaos: Pick<RemoteChaos, 'disturb'>;
  readonly orderId: string;
  /** The payment provider and the carrier themselves, by the order's id: `localstack/simulator/fault-script.ts`. */
  outside(
    service: 'paymentProvider' | 'carrier',
    rule: Omit<FaultRuleInput, 'match'> & { readonly operation: string },
  ): Promise<void>;
  /** Delivers a copy of the order's message. */
  redeliver(): Promise<void>;
  /** Waits until the customer sees this status. */
  seen(status: OrderStatus): Promise<void>;
}

/** One order and what goes wrong with it. Cases know nothing of each other, and all run at once. */
export interface FaultCase {
  /** Begins with the row of the catalogue of faults. */
  readonly title: string;
  readonly request?: Partial<OrderRequest>;
  /** Before the order is placed; its id is known by then. */
  arrange?(bench: CaseBench): Promise<void>;
  /** After it was accepted. */
  afterwards?(bench: CaseBench): Promise<void>;
  readonly expected: Partial<OrderFacts>;
  /** Did what the title says really happen? Looks at what was written down on the way. */
  check?(seen: Seen, facts: OrderFacts): void;
}

/** What was seen on an order's way. */
export interface Seen {
  /** When its consumer was called, milliseconds since 1970. */
  readonly startSaga: readonly number[];
  /** Calls of its saga that did not succeed, in their order: when, in which state, and how. */
  readonly failures: readonly string[];
}

export const REFUSED_ADDRESS: Pick<OrderRequest, 'shippingAddress'> = {
  shippingAddress: {
    name: 'Ada Lovelace',
    line1: '12 St James Square',
    postalCode: '00000',
    city: 'Berlin',
    country: 'DE',
  },
};

/** What a fault-free run gives, however often anything was done over. */
export const confirmedOnce: Partial<OrderFacts> = {
  status: 'CONFIRMED',
  executions: ['SUCCEEDED'],
  captures: 1,
  refunds: 0,
  shipment: 'booked',
  trail: ['RECEIVED', 'RESERVED', 'CHARGED', 'SHIPPING', 'CONFIRMED'],
  deadLetters: 0,
};

/** The carrier refused it: charged once, refunded once. */
export const refusedAndRefunded: Partial<OrderFacts> = {
  status: 'REJECTED',
  executions: ['SUCCEEDED'],
  captures: 1,
  refunds: 1,
  shipment: 'refused',
  deadLetters: 0,
};

/** Given up before any money was taken. */
export const rejectedUncharged: Partial<OrderFacts> = {
  status: 'REJECTED',
  executions: ['SUCCEEDED'],
  captures: 0,
  refunds: 0,
  shipment: undefined,
  deadLetters: 0,
};
