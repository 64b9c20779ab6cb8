import type { OrderStatus } from '../domain/order';
import type { Clock } from '../ports/clock';
import type { IntakeStore, PendingOrder } from '../ports/intake-store';
import type { OrderExecution, OrderExecutions, UnfinishedOrder, UnfinishedOrders } from '../ports/stuck-orders';
import { createFindWaitingOrders } from './find-waiting-orders';

export interface StuckOrder {
  readonly orderId: string;
  readonly status: OrderStatus;
  /** Since when nothing has happened to it, as far as the place where it was found can tell. */
  readonly since: string;
  readonly where: 'intake' | 'queue' | 'saga' | 'nowhere' | 'repair';
  /** A sentence for an operator. */
  readonly why: string;
}

const MOST_EXECUTIONS = 10_000;
/** A letter that was sent back begins anew, which its record does not say: afterwards nobody knows. A test holds it against the queues. */
export const DEAD_LETTERS_KEPT_MS = 14 * 24 * 60 * 60_000;

interface Findings {
  readonly now: Date;
  readonly waiting: readonly PendingOrder[];
  readonly unfinished: readonly UnfinishedOrder[];
  readonly running: ReadonlyMap<string, OrderExecution>;
  /** Broken before their order was written, and not flagged since. */
  readonly brokenUnwritten: readonly OrderExecution[];
  /** Whether an order without a known execution certainly has none. */
  readonly runningIsComplete: boolean;
}

/**
 * Every order that is not final although it should be, with the place where it got stuck. No single store
 * knows: an order is in the intake table before its saga, in Step Functions while it runs, and in the
 * database once its first step has written it. It goes on without a database that does not answer: what is wrong with
 * that may be why orders are stuck, and the other places know of most of them.
 */
export function createFindStuckOrders({
  intake,
  orders,
  executions,
  clock,
  tellAway,
}: {
  readonly intake: Pick<IntakeStore, 'findNotStarted'>;
  readonly orders: UnfinishedOrders;
  readonly executions: OrderExecutions;
  readonly clock: Clock;
  /** Hears why the database did not answer, once for each question. */
  readonly tellAway: (error: unknown) => void;
}) {
  const findWaiting = createFindWaitingOrders({ intake, orders, tellAway });
  const orNone = <Answer>(asked: Promise<readonly Answer[]>): Promise<readonly Answer[]> =>
    asked.catch((error: unknown) => {
      tellAway(error);
      return [];
    });

  return async ({
    olderThanMs,
    limit,
  }: {
    readonly olderThanMs: number;
    readonly limit: number;
  }): Promise<readonly StuckOrder[]> => {
    const acceptedBefore = new Date(clock.now().getTime() - olderThanMs);
    // Executions first: one that ends while the database is read is final there, and not called lost.
    const { executions: running, complete } = await executions.findRunning({ limit: MOST_EXECUTIONS });
    const broken = await executions.findBroken({ limit: MOST_EXECUTIONS });
    const [waiting, unfinished, unwritten] = await Promise.all([
      findWaiting({ acceptedBefore, limit }),
      orNone(orders.findUnfinished({ acceptedBefore, limit })),
      orNone(orders.findUnwritten(broken.map(({ orderId }) => orderId))),
    ]);
    const found = mergeFindings(
      {
        now: clock.now(),
        waiting,
        unfinished,
        running: new Map(running.map((execution) => [execution.orderId, execution])),
        runningIsComplete: complete,
        brokenUnwritten: broken.filter(({ orderId }) => unwritten.includes(orderId)),
      },
      acceptedBefore,
    );
    return found.sort((a, b) => (a.since < b.since ? -1 : 1)).slice(0, limit);
  };
}

/** One line for each order: what the database says counts most, then the execution, then the intake record. */
function mergeFindings(findings: Findings, bound: Date): StuckOrder[] {
  const { now, waiting, unfinished, running, runningIsComplete, brokenUnwritten } = findings;
  const stuck = new Map<string, StuckOrder>();
  for (const order of waiting) {
    stuck.set(order.orderId, beforeItsSaga(order, now));
  }
  for (const { orderId, startedAt } of running.values()) {
    if (new Date(startedAt) < bound) {
      stuck.set(orderId, { ...IN_ITS_SAGA, orderId, status: 'RECEIVED', since: startedAt });
    }
  }
  for (const { orderId, startedAt } of brokenUnwritten) {
    stuck.set(orderId, { ...BROKEN_UNWRITTEN, orderId, since: startedAt });
  }
  for (const order of unfinished) {
    stuck.set(order.orderId, inTheDatabase(order, running.has(order.orderId) || !runningIsComplete));
  }
  return [...stuck.values()];
}

const IN_ITS_SAGA = { where: 'saga', why: 'its execution is still running' } as const;

const BROKEN_UNWRITTEN = {
  status: 'RECEIVED',
  where: 'nowhere',
  why: 'its execution broke before the order was written, and nobody has flagged it',
} as const;

function beforeItsSaga({ orderId, acceptedAt, enqueuedAt }: PendingOrder, now: Date): StuckOrder {
  const order = { orderId, status: 'RECEIVED' } as const;
  if (enqueuedAt === undefined) {
    const why = 'it was never sent to the queue; the sweeper sends it';
    return { ...order, since: acceptedAt, where: 'intake', why };
  }
  const mayBeGone = now.getTime() - Date.parse(enqueuedAt) > DEAD_LETTERS_KEPT_MS;
  const why = mayBeGone
    ? 'its message may be gone, since dead letters are kept for 14 days: look for its letter, or at what was done with it'
    : 'its message waits in the queue or in the dead letters';
  return { ...order, since: enqueuedAt, where: 'queue', why };
}

function inTheDatabase({ orderId, status, since, reason }: UnfinishedOrder, mayBeRunning: boolean): StuckOrder {
  if (status === 'NEEDS_REPAIR') {
    return { orderId, status, since, where: 'repair', why: `an operator must act: ${reason ?? 'no reason recorded'}` };
  }
  return mayBeRunning
    ? { ...IN_ITS_SAGA, orderId, status, since }
    : { orderId, status, since, where: 'nowhere', why: 'it is not final and no execution of it is running' };
}
