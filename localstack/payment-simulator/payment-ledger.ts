import type { Intent, PaymentBookState } from './payment-book';

export interface PaymentLedgerEntry {
  readonly orderId: string;
  /** ISO 4217, lower case as Stripe writes it. */
  readonly currency: string;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  /** How often money was taken and given back; refunds that failed are not counted. */
  readonly captures: number;
  readonly refunds: number;
  readonly intents: readonly { readonly id: string; readonly status: string; readonly amount: number }[];
}

export interface PaymentLedger {
  readonly payments: readonly PaymentLedgerEntry[];
}

/** What really happened to the money, by the `orderId` in the intents' metadata. */
export function paymentLedger({ intents, refunds }: PaymentBookState): PaymentLedger {
  const byOrder = Map.groupBy(intents, ({ metadata, id }) => metadata['orderId'] ?? `without order id: ${id}`);
  return {
    payments: [...byOrder].map(([orderId, ofOrder]) => {
      const ids = new Set(ofOrder.map(({ id }) => id));
      const effective = refunds.filter(({ intentId, status }) => ids.has(intentId) && status !== 'failed');
      return {
        orderId,
        currency: ofOrder[0]?.currency ?? '',
        capturedMinor: sum(ofOrder, ({ amountReceived }) => amountReceived),
        refundedMinor: sum(effective, ({ amount }) => amount),
        captures: sum(ofOrder, ({ captures }) => captures),
        refunds: effective.length,
        intents: ofOrder.map(({ id, status, amount }: Intent) => ({ id, status, amount })),
      };
    }),
  };
}

const sum = <T>(items: readonly T[], amountOf: (item: T) => number): number =>
  items.reduce((total, item) => total + amountOf(item), 0);
