import type { BookingOutcome, Carrier } from '../../../lambdas/ports/carrier';
import { createShipmentBook, type Shipment } from '../../../localstack/carrier-simulator/shipment-book';
import { createScript, type Script } from './script';

export interface ScriptedCarrier extends Carrier {
  readonly script: Script;
  /** What the carrier has on its books, once everything that is on its way has landed. */
  stateOf(orderId: string): Promise<Shipment['state'] | 'unknown'>;
  /** What is on its books until now. */
  ledger(): readonly Shipment[];
}

/**
 * The carrier simulator's book behind the port, without HTTP: every call goes as the script says.
 *
 * @param script moves of its own calls, or a script that it shares with others
 */
export function createScriptedCarrier(script: Script = createScript()): ScriptedCarrier {
  let ids = 0;
  const book = createShipmentBook({ newId: () => `shp_${++ids}` });

  return {
    script,
    async stateOf(orderId) {
      await script.land();
      return book.find(orderId)?.state ?? 'unknown';
    },
    ledger: () => book.state(),
    book: ({ orderId, address }) => script.run('book', () => toPort(book.book(orderId, address))),
    cancel: (orderId) => script.run('cancel', () => void book.cancel(orderId)),
  };
}

function toPort({ state, shipmentId, reason }: Shipment): BookingOutcome {
  switch (state) {
    case 'booked':
      return { kind: 'booked', shipmentId: shipmentId ?? '' };
    case 'refused':
      return { kind: 'refused', reason: reason ?? '' };
    case 'cancelled':
      return { kind: 'cancelled' };
  }
}
