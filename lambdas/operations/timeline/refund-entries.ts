import type { RefundOutside } from '../../ports/refunds-outside';
import type { TimelineEntry } from './timeline-entry';

/** What somebody did at the payment provider, past us. */
export const refundEntries = (refunds: readonly RefundOutside[]): readonly TimelineEntry[] =>
  refunds.map(({ at, eventId, refundId }) => ({
    at,
    kind: 'refund',
    title: 'somebody refunded at the provider',
    facts: { event: eventId, ...(refundId === undefined ? {} : { refund: refundId }) },
  }));
