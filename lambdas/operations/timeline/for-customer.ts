import type { Timeline, TimelineEntry } from './timeline-entry';

export interface CustomerTimelineEntry {
  readonly at: string;
  readonly what: string;
}

/** By the title of an entry: what the order became, or what happened that left it as it was. */
const NEWS: Readonly<Record<string, string>> = {
  RESERVED: 'Everything is in stock and kept for you',
  CHARGED: 'Paid',
  PaymentRefunded: 'Your money is on its way back',
  SHIPPING: 'Handed to the carrier',
  CONFIRMED: 'Confirmed',
  REJECTED: 'Could not be fulfilled; nothing is charged',
  CANCELLED: 'Cancelled; nothing is charged',
  NEEDS_REPAIR: 'A person is looking after your order',
};

/** What concerns its customer of what happened to an order: no steps, names of errors, traces or people. */
export const forCustomer = ({ entries }: Timeline): readonly CustomerTimelineEntry[] =>
  entries.flatMap((entry) => {
    const what = wordsFor(entry);
    return what === undefined ? [] : [{ at: entry.at, what }];
  });

function wordsFor({ kind, title, facts }: TimelineEntry): string | undefined {
  switch (kind) {
    case 'accepted':
      return 'Order received';
    case 'status':
      return NEWS[title];
    case 'mail':
      return facts?.['outcome'] === 'delivered' ? 'We wrote to you' : undefined;
    default:
      return undefined;
  }
}
