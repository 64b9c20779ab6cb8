import type { OrderLine } from '../../domain/order';
import type { BeginShipmentOutcome } from '../../ports/shipment-store';
import { hasEnded, type StandingOrder } from './standing-order';

/** Nulls where there is no such order or shipment. */
export interface StandingShipment extends StandingOrder {
  readonly state: 'OPEN' | 'BOOKED' | 'REFUSED' | 'CANCELLING' | 'CANCELLED' | null;
  readonly shipment_id: string | null;
  readonly refusal_reason: string | null;
  readonly lines: readonly OrderLine[] | null;
}

/**
 * What a booking finds that could not be begun anew. What an earlier attempt settled is said as it is, also when the
 * order is being undone: the next step refuses then, and everything up to here is undone.
 *
 * @returns undefined when the order has become bookable meanwhile
 */
export function beginShipmentAnswer(shipment: StandingShipment): BeginShipmentOutcome | undefined {
  const outOfOrder = { kind: 'out-of-order', status: shipment.status ?? 'UNKNOWN' } as const;
  switch (shipment.state) {
    case 'BOOKED':
      return shipment.shipment_id === null ? outOfOrder : { kind: 'booked', shipmentId: shipment.shipment_id };
    case 'REFUSED':
      return { kind: 'refused', reason: shipment.refusal_reason ?? 'unknown' };
    case 'CANCELLING':
      return { kind: shipment.refusal_reason === null ? 'undone' : 'refusing' };
    case 'CANCELLED':
      return { kind: 'undone' };
    case 'OPEN':
    case null:
      if (hasEnded(shipment)) {
        return { kind: 'undone' };
      }
      if (shipment.status !== 'CHARGED') {
        return outOfOrder;
      }
      return shipment.state === null ? undefined : { kind: 'open', lines: shipment.lines ?? [] };
  }
}
