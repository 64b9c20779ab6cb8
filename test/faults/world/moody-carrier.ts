import type { Carrier } from '../../../lambdas/ports/carrier';

export interface MoodyCarrier extends Carrier {
  /** The next booking is refused, whatever was booked for the order before, and that stays booked. */
  refuseNext(): void;
}

/** A carrier with moods, over one without. A refusal of a mood is of that one request, and nothing remembers it. */
export function createMoodyCarrier(carrier: Carrier): MoodyCarrier {
  let refuses = false;
  return {
    refuseNext() {
      refuses = true;
    },
    async book(request) {
      if (refuses) {
        refuses = false;
        return { kind: 'refused', reason: 'country_not_served' };
      }
      return carrier.book(request);
    },
    cancel: (orderId) => carrier.cancel(orderId),
  };
}
