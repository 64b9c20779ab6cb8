import type { Snapshot } from '../../support/contracts/store-world';

/** All the rest of it is undone. */
export const owesOnlyItsRefund = ({ orders }: Snapshot, orderId: string): boolean =>
  orders[orderId]?.unfinished?.map(({ step }) => step).join() === 'RefundPayment';

/** Nothing of it was undone, and nothing but its confirmation has no outcome: it waits for an operator, whole as it is. */
export const isUnconfirmed = ({ orders }: Snapshot, orderId: string): boolean => {
  const { status, compensating, unfinished } = orders[orderId] ?? {};
  return status === 'NEEDS_REPAIR' && !compensating && (unfinished ?? []).some(({ step }) => step === 'ConfirmOrder');
};

/** Nothing else is on its record: what somebody may have begun to settle is closed, and not confirmed. */
export const isOnlyUnconfirmed = (snapshot: Snapshot, orderId: string): boolean =>
  isUnconfirmed(snapshot, orderId) &&
  (snapshot.orders[orderId]?.unfinished ?? []).every(({ step }) => step === 'ConfirmOrder');

/** Whatever broke, it has left everything as a confirmation wants it. */
export const isWhole = ({ orders, payments, reservations, shipments }: Snapshot, orderId: string): boolean =>
  orders[orderId]?.status === 'NEEDS_REPAIR' &&
  !orders[orderId]?.compensating &&
  payments[orderId]?.state === 'CHARGED' &&
  shipments[orderId]?.state === 'BOOKED' &&
  reservations[orderId]?.state === 'HELD';

export const holds = ({ reservations }: Snapshot, orderId: string): boolean => reservations[orderId]?.state === 'HELD';

/** It is not confirmed, and what it holds may be in a parcel. */
export const holdsParcel = (snapshot: Snapshot, orderId: string): boolean =>
  holds(snapshot, orderId) && ['OPEN', 'BOOKED', 'CANCELLING'].includes(snapshot.shipments[orderId]?.state ?? 'NONE');
