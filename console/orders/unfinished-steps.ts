import { STANDING_PARCEL } from '../../lambdas/domain/standing-parcel';
import type { UnfinishedStep } from '../../lambdas/ports/order-store';
import type { Books, ReadOrder } from './read-order';

/**
 * What an order in repair has unfinished. It cannot be confirmed any more once it is being undone, though its record may not
 * say so yet. When that leaves nothing, its books tell: an undo that stopped, or a refund by hand, has put nothing on record.
 */
export function unfinishedSteps({
  unfinished,
  compensatingAt,
  ...books
}: Books & Pick<ReadOrder, 'unfinished' | 'compensatingAt'>): readonly UnfinishedStep[] {
  const onRecord = (unfinished ?? []).filter(({ step }) => step !== 'ConfirmOrder' || compensatingAt === null);
  return onRecord.length > 0 ? onRecord : owedByBooks(books);
}

/** By the same states, and in the same words, as an order that is parked gets it on record (`FINDING`). */
const owedByBooks = ({ shipment, payment, reservation }: Books): readonly UnfinishedStep[] => [
  ...owed('CancelShipment', 'shipment', shipment?.state, STANDING_PARCEL),
  ...owed('RefundPayment', 'payment', payment?.state, ['OPEN', 'CHARGED', 'REFUNDING']),
  ...owed('ReleaseInventory', 'reservation', reservation?.state, ['HELD']),
];

const owed = <State extends string>(
  step: string,
  name: string,
  state: State | undefined,
  owing: readonly State[],
): readonly UnfinishedStep[] =>
  state !== undefined && owing.includes(state) ? [{ step, error: `the ${name} is ${state}` }] : [];
