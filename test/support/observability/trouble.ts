import type { DeliveryKind } from '../../../lambdas/ports/deliveries';
import type { OpenOrders } from '../../../lambdas/ports/order-gauges';
import type { TaskName } from './simulated-tasks';

/** What goes wrong in a minute. By default nothing does. */
export interface Trouble {
  /** Of so many requests of a minute. */
  readonly failedRequests?: number;
  readonly confirmationTakesMs?: number;
  /** What a step of every order waits for. */
  readonly away?: { readonly step: string; readonly dependency: string };
  /** Nothing that needs Postgres gets an answer; or nothing that needs its replica. */
  readonly postgresAway?: true;
  readonly replicaAway?: true;
  readonly openOrders?: Partial<OpenOrders>;
  /** The queue takes no order that was accepted. */
  readonly queueAway?: true;
  /** The bus takes no event, or refuses each. */
  readonly bus?: 'away' | 'refuses';
  readonly soldTooMany?: number;
  /** To add it up takes longer than a statement may. */
  readonly stockUnreadable?: true;
  readonly forgedEvents?: true;
  readonly refundFailed?: true;
  /** Somebody refunds a confirmed order at the provider. */
  readonly refundedOutside?: true;
  /** A merchant's endpoint says that it is gone. */
  readonly endpointGone?: true;
  /** What is not tried again. */
  readonly givenUp?: DeliveryKind;
  /** Scheduled functions that nobody starts, or that fail by a bug. */
  readonly notStarted?: TaskName;
  readonly failing?: TaskName;
  /** Functions of somebody else in the account, who has used up what all of them share. */
  readonly throttledElsewhere?: true;
  /** What AWS measures by itself. */
  readonly aws?: readonly AwsTrouble[];
}

export interface AwsTrouble {
  /** As AWS calls the metric. */
  readonly name: string;
  /** Logical id of what is measured. @default - the first that has such a metric */
  readonly of?: RegExp;
  /** Which of its metrics, where it has one for each of several parts. */
  readonly where?: Readonly<Record<string, string>>;
  readonly value: number;
}
