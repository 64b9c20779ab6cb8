import type { Carrier } from '../../../lambdas/ports/carrier';

export interface MoodyCarrier extends Carrier {
  /** The next booking is refused, unless the order has one. */
  refuseNext(): void;
}

/** A country that the carrier simulator does not serve. What it says to an order id once it says for ever. */
const NOT_SERVED = 'AQ';

export function createMoodyCarrier(carrier: Carrier): MoodyCarrier {
  let refuses = false;
  return {
    refuseNext() {
      refuses = true;
    },
    book({ address, ...request }) {
      const country = refuses ? NOT_SERVED : address.country;
      refuses = false;
      return carrier.book({ ...request, address: { ...address, country } });
    },
    cancel: (orderId) => carrier.cancel(orderId),
  };
}
