import type { OrderStatus } from '../../lambdas/domain/order';

/** What could be found out, or why it could not. A console that hides that it knows nothing is worse than none. */
export type Known<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly why: string };

export const known = <T>(value: T): Known<T> => ({ known: true, value });
export const unknown = (why: string): Known<never> => ({ known: false, why });

/** Orders that were accepted in one minute, by what has become of them. */
export interface Minute {
  /** Its beginning, in seconds since 1970. */
  readonly at: number;
  readonly confirmed: number;
  readonly rejected: number;
  readonly cancelled: number;
  readonly needsRepair: number;
  readonly open: number;
  /** From acceptance to confirmation, in seconds: half and all but one in twenty took less. */
  readonly p50?: number;
  readonly p95?: number;
}

export interface QueueFigures {
  readonly name: string;
  readonly waiting: number;
  readonly inFlight: number;
  readonly deadLetters: number;
  /** How long the oldest message has been in it. Not there when that is not known. */
  readonly oldestSeconds?: number | undefined;
}

export interface CircuitFigures {
  readonly service: string;
  readonly state: 'closed' | 'open' | 'half-open';
  readonly failures: number;
  /** ISO 8601, of an open circuit: when a probe may go through. */
  readonly until?: string;
}

export interface RingingAlarm {
  readonly name: string;
  /** What is wrong, in one sentence. */
  readonly what: string;
  /** What customers notice of it, when the alarm says that. */
  readonly customers?: string;
  /** Where the way out is written down. */
  readonly runbook?: { readonly name: string; readonly href?: string };
}

export interface AlarmFigures {
  readonly at: string;
  /** How many alarms there are. */
  readonly all: number;
  readonly ringing: readonly RingingAlarm[];
}

export interface DriftFigures {
  readonly at: string;
  /** That were looked at. */
  readonly orders: number;
  /** Of all that there are. */
  readonly complete: boolean;
  /** Whether stock could be added up. */
  readonly stockChecked: boolean;
  readonly findings: readonly string[];
}

/** How many orders stand at each status that is not final. */
export type OpenOrders = Readonly<Partial<Record<OrderStatus, number>>>;

export interface OverviewFigures {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly minutes: Known<readonly Minute[]>;
  readonly open: Known<OpenOrders>;
  /** When the oldest order was accepted that no saga has started for. */
  readonly oldestWaiting: Known<string | undefined>;
  readonly queues: Known<readonly QueueFigures[]>;
  readonly circuits: Known<readonly CircuitFigures[]>;
  readonly alarms: Known<AlarmFigures>;
  readonly drift: Known<DriftFigures>;
}
