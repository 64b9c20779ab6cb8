/** The carrier's closed list of reasons; a test value in the address asks for each. */
const REFUSALS = [
  { reason: 'country_not_served', applies: ({ country }: Address) => country === 'AQ' || country === 'KP' },
  { reason: 'address_undeliverable', applies: ({ postalCode }: Address) => postalCode === '00000' },
  { reason: 'goods_not_accepted', applies: ({ postalCode }: Address) => postalCode === '99999' },
] as const;

export interface Address {
  readonly postalCode: string;
  readonly country: string;
}

export interface Shipment {
  readonly orderId: string;
  readonly state: 'booked' | 'refused' | 'cancelled';
  readonly shipmentId: string | undefined;
  readonly reason: string | undefined;
}

/**
 * Shipments by order id: whatever was answered first for an id stands until it is canceled, and that for ever. The
 * contract lets a carrier refuse what it has booked, which one that is asked to by a fault script does.
 */
export function createShipmentBook({ newId }: { newId(): string }) {
  const shipments = new Map<string, Shipment>();

  return {
    book(orderId: string, address: Address): Shipment {
      const known = shipments.get(orderId);
      if (known !== undefined) {
        return known;
      }
      const reason = REFUSALS.find(({ applies }) => applies(address))?.reason;
      const shipment: Shipment =
        reason === undefined
          ? { orderId, state: 'booked', shipmentId: newId(), reason }
          : { orderId, state: 'refused', shipmentId: undefined, reason };
      shipments.set(orderId, shipment);
      return shipment;
    },
    find: (orderId: string): Shipment | undefined => shipments.get(orderId),
    /** Cancels what is booked, or leaves a tombstone so that a late booking finds the order cancelled. */
    cancel(orderId: string): Shipment {
      const known = shipments.get(orderId);
      const shipment: Shipment = {
        orderId,
        state: known?.state === 'refused' ? 'refused' : 'cancelled',
        shipmentId: known?.shipmentId,
        reason: known?.reason,
      };
      shipments.set(orderId, shipment);
      return shipment;
    },
    state: (): readonly Shipment[] => [...shipments.values()],
    restore(state: readonly Shipment[]): void {
      shipments.clear();
      state.forEach((shipment) => {
        shipments.set(shipment.orderId, shipment);
      });
    },
  };
}
