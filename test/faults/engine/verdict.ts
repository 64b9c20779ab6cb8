import type { Books } from '../../../lambdas/domain/books/books';
import { checkBooks } from '../../../lambdas/domain/books/check-books';
import { isFinal, type OrderStatus } from '../../../lambdas/domain/order';
import { heldOf } from '../../support/contracts/held-of';
import type { Snapshot } from '../../support/contracts/store-world';
import type { World } from '../world/world';
import { checkEnd, checkNeed, checkRefusal, type Ending, endingOf, violation } from './check-execution';
import { checkGifts, exceptGifts } from './paid-back';
import { callFairly, type DeadLetter, type OrderExecution, type Platform } from './platform';
import { holds, holdsParcel, isOnlyUnconfirmed, isUnconfirmed, isWhole, owesOnlyItsRefund } from './standing';

/** What a simulation came to. */
export interface Verdict {
  readonly ending: Ending;
  /** How its execution ended. */
  readonly execution: OrderExecution['status'] | 'NEVER_RAN';
  /** Empty when everything holds. Besides the checker's invariants: what only who watched can know. */
  readonly violations: readonly { readonly invariant: string; readonly subject: string; readonly detail: string }[];
}

interface Aftermath {
  readonly world: World;
  readonly platform: Platform;
  readonly rivals: readonly OrderExecution[];
  readonly orderId: string;
  /** How often the provider's idempotency key of an intent had expired: one more intent is nobody's fault each time. */
  readonly keysForgotten: number;
  /** Orders that somebody has ever marked as settled. */
  readonly settled: ReadonlySet<string>;
  /** Delivers the message once more and runs the saga once more, as if its name were free again. */
  readonly runAgain: () => Promise<OrderExecution>;
}

export async function examine({
  world,
  platform,
  rivals,
  orderId,
  keysForgotten,
  settled: everSettled,
  runAgain,
}: Aftermath): Promise<Verdict> {
  const violations: Verdict['violations'][number][] = [];
  const check = async (): Promise<Snapshot> => {
    const snapshot = await world.snapshot();
    violations.push(...checkBooks(booksOf(world, snapshot, { platform, rivals, orderId })));
    return snapshot;
  };

  /** A returned refund waits among the dead letters until its order, which needs repair anyway, has ended. */
  const mayWait = ({ consumer, orderId: of }: DeadLetter, snapshot: Snapshot): boolean =>
    consumer === 'SettlePayment' && snapshot.orders[of]?.status === 'NEEDS_REPAIR';
  const redriveAndCheck = async (): Promise<Snapshot> => {
    await platform.redriveDeadLetters();
    await platform.runStarted();
    const snapshot = await check();
    const stuck = platform.deadLetters.filter((letter) => !mayWait(letter, snapshot));
    violations.push(
      ...stuck.map((letter) => violation('redrive', letter.orderId, `${letter.consumer} fails for good`)),
    );
    return snapshot;
  };

  /** Whoever has the books of an order checked confirms none of which more than its confirmation is owed. */
  const finishRepairs = async (before: Snapshot): Promise<Snapshot> => {
    await platform.finishRepairs(before);
    const finished = await check();
    const owed = Object.keys(before.orders).filter(
      (id) => before.orders[id]?.status === 'NEEDS_REPAIR' && !isOnlyUnconfirmed(before, id),
    );
    violations.push(
      ...owed
        .filter((id) => endingOf(finished, id) === 'CONFIRMED')
        .map((id) => violation('confirmed-though-owed', id, 'its record had more than its confirmation unfinished')),
    );
    return finished;
  };

  /**
   * No clock undoes what may have left the warehouse; whoever looks into it finds it whole, and it is confirmed, unless
   * somebody has settled it.
   */
  const checkUnconfirmed = async (orderIds: readonly string[], swept: Snapshot): Promise<Verdict['violations']> => {
    const undone = orderIds.filter((id) => !isUnconfirmed(swept, id) || (holds(quiet, id) && !holds(swept, id)));
    const due = orderIds.filter((id) => !undone.includes(id) && !everSettled.has(id) && isOnlyUnconfirmed(swept, id));
    const finished = await finishRepairs({ ...swept, orders: pick(swept.orders, orderIds) });
    return [
      ...undone.map((id) => violation('undone-by-a-clock', id, 'its money was taken and its parcel may have left')),
      ...due
        .filter((id) => endingOf(finished, id) !== 'CONFIRMED')
        .map((id) =>
          violation('unconfirmed', id, `it is whole, and ${endingOf(finished, id)} once its books were checked`),
        ),
    ];
  };

  /** No clock puts goods back into stock that may be in a parcel; an operator has such an order undone. */
  const checkParcels = async (orderIds: readonly string[], swept: Snapshot): Promise<Verdict['violations']> => {
    const released = orderIds.filter((id) => !holds(swept, id));
    for (const id of orderIds) {
      await platform.operator.undoFairly(id, callFairly(world));
    }
    return released.map((id) => violation('undone-by-a-clock', id, 'its parcel may have left with what it held'));
  };

  /** Marked as settled by hand, which no clock undoes. */
  const settledAmong = async (snapshot: Snapshot): Promise<readonly string[]> => {
    const held = Object.keys(snapshot.reservations).filter((id) => holds(snapshot, id));
    const found = await Promise.all(held.map((id) => world.ports.records.findOnRecord(id)));
    return found.flatMap((order) => (order?.isResolved ? [order.orderId] : []));
  };

  /** However an order came to need repair, an operator who wants it gone is rid of it. */
  const undoRepairs = async ({ orders }: Snapshot): Promise<void> => {
    const inRepair = Object.keys(orders).filter((id) => orders[id]?.status === 'NEEDS_REPAIR');
    for (const id of inRepair) {
      const { kind } = await platform.operator.undoFairly(id, callFairly(world));
      const isAtTheBank = hasFailedRefund(world, id) && owesOnlyItsRefund(await world.peek(), id);
      if (kind !== 'undone' && kind !== 'confirmed' && !isAtTheBank) {
        violations.push(violation('unrepairable', id, `an operator wanted to undo it, and it was ${kind}`));
      }
    }
    if (inRepair.length > 0) {
      // What waited for the end of its order can be done then.
      violations.push(...checkHolds(await redriveAndCheck()));
    }
  };

  if (platform.deadLetters.length > 0) {
    await check();
  }
  const quiet = await redriveAndCheck();
  const [execution] = platform.executions;
  const ending = endingOf(quiet, orderId);
  violations.push(
    ...(execution === undefined
      ? []
      : [
          ...checkEnd(execution, quiet),
          ...(hasFailedRefund(world, orderId) ? [] : checkNeed(execution, ending)),
          ...checkRefusal(execution),
        ]),
  );

  const brokeByItself = execution?.status === 'FAILED' && !execution.wasStopped;
  if (brokeByItself && isWhole(quiet, orderId) && !isUnconfirmed(quiet, orderId)) {
    violations.push(violation('unconfirmable', orderId, 'it is paid and booked, and its record has it undone'));
  }
  const isAccepted = (id: string): boolean => id === orderId && platform.operator.hasInsisted;
  violations.push(...checkGoods(world, quiet).filter(({ subject }) => !isAccepted(subject)));
  const intents = intentsOf(world, orderId);
  if (intents > 1 + keysForgotten) {
    violations.push(violation('one-intent', orderId, `the provider has ${intents} intents of one order`));
  }

  if (!isFinal(ending as OrderStatus)) {
    await platform.expireHolds();
    const parcels = Object.keys(quiet.orders).filter((id) => holdsParcel(quiet, id) && !isUnconfirmed(quiet, id));
    violations.push(...(await checkParcels(parcels, await world.snapshot())));
    // What waited for the end of its order can be done then.
    const swept = await redriveAndCheck();
    const settled = await settledAmong(swept);
    const unconfirmed = Object.keys(quiet.orders).filter((id) => isUnconfirmed(quiet, id) && !settled.includes(id));
    violations.push(
      ...checkHolds(swept, [...unconfirmed, ...settled]),
      ...(await checkUnconfirmed(unconfirmed, swept)),
    );
  }
  const ledgers = JSON.stringify([world.payments(), world.shipments()]);
  const again = await runAgain();
  const afterwards = await redriveAndCheck();
  if (isFinal(ending as OrderStatus)) {
    const isSame =
      JSON.stringify(quiet) === JSON.stringify(afterwards) &&
      ledgers === JSON.stringify([world.payments(), world.shipments()]);
    violations.push(
      ...(isSame ? [] : [violation('redrive', orderId, `a second run changed an order that was ${ending}`)]),
    );
  }
  violations.push(...checkEnd(again, afterwards));
  const marked = await settledAmong(afterwards);
  const finished = await finishRepairs(afterwards);
  violations.push(...checkHolds(finished, marked), ...checkGifts(world, finished));
  await undoRepairs(finished);
  return { ending, execution: execution?.status ?? 'NEVER_RAN', violations };
}

export const intentsOf = (world: World, orderId: string): number =>
  world.payments().find((entry) => entry.orderId === orderId)?.intents.length ?? 0;

/** The bank could not give the money back: that needs an operator, whoever asked for the refund and whenever it failed. */
const hasFailedRefund = ({ news }: World, orderId: string): boolean =>
  news.some(({ type, intent }) => type === 'refund.failed' && intent.metadata['orderId'] === orderId);

/** What the carrier has is not for sale. */
const checkGoods = (world: World, { orders, reservations }: Snapshot): Verdict['violations'] =>
  world
    .shipments()
    .filter(({ orderId, state }) => state === 'booked' && orders[orderId]?.status !== 'CONFIRMED')
    .filter(({ orderId }) => reservations[orderId]?.state === 'RELEASED')
    .map(({ orderId }) => violation('goods-twice', orderId, 'its goods are for sale, and the carrier has its parcel'));

/** Once all sagas are over and the sweeper has come by, nobody holds anything but for a person to decide. */
const checkHolds = ({ reservations }: Snapshot, waiting: readonly string[] = []): Verdict['violations'] =>
  Object.entries(reservations)
    .filter(([orderId, { state }]) => state === 'HELD' && !waiting.includes(orderId))
    .map(([orderId]) => violation('held-for-ever', orderId, 'its stock is held, and nobody will ever sell it'));

const pick = <T>(from: Readonly<Record<string, T>>, keys: readonly string[]): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)));

function booksOf(
  world: World,
  snapshot: Snapshot,
  { platform, rivals, orderId }: Pick<Aftermath, 'platform' | 'rivals' | 'orderId'>,
): Books {
  const carried = [...platform.executions, ...rivals];
  /** A payment event among the dead letters says, as a repair record does, that money may be owed. */
  const owed = new Set(
    platform.deadLetters.filter(({ consumer }) => consumer === 'SettlePayment').map((letter) => letter.orderId),
  );
  return {
    accepted: [...new Set([orderId, ...rivals.map(({ message }) => message.orderId)])],
    orders: Object.entries(snapshot.orders).map(([id, { status, lines, total, unfinished }]) => ({
      orderId: id,
      status: status as OrderStatus,
      lines,
      total: total ?? undefined,
      unfinished: [
        ...new Set([...(unfinished ?? []).map(({ step }) => step), ...(owed.has(id) ? ['RefundPayment'] : [])]),
      ],
    })),
    stock: Object.entries(snapshot.stock).map(([sku, level]) => ({ sku, ...level, held: heldOf(snapshot, sku) })),
    events: snapshot.events,
    payments: exceptGifts(world, snapshot),
    shipments: world.shipments(),
    executions: carried.map(({ message, status, visited }) => ({ orderId: message.orderId, status, visited })),
    deadLettered: platform.deadLetters.map(({ orderId }) => orderId),
  };
}
