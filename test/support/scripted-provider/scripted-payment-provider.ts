import type {
  CreateIntentOutcome,
  PaymentIntent,
  PaymentIntentStatus,
  PaymentProvider,
  RefundOutcome,
} from '../../../lambdas/ports/payment-provider';
import type { PaymentRefunds } from '../../../lambdas/ports/payment-refunds';
import {
  createPaymentBook,
  type Intent,
  type IntentStatus,
  type PaymentNews,
  type Refund,
} from '../../../localstack/payment-simulator/payment-book';
import { type PaymentLedgerEntry, paymentLedger } from '../../../localstack/payment-simulator/payment-ledger';
import { StripeRefusal } from '../../../localstack/payment-simulator/stripe-refusal';
import { createScript, type Script } from './script';

export interface ScriptedPaymentProvider extends PaymentProvider, PaymentRefunds {
  readonly script: Script;
  /** What was really taken and given back, once everything that is on its way has landed. */
  moneyOf(orderId: string): Promise<Omit<PaymentLedgerEntry, 'orderId' | 'currency'>>;
  /** What has really happened until now, to every order's money. */
  ledger(): readonly PaymentLedgerEntry[];
  /** As if more than a day had passed. */
  forgetKeys(): void;
  /**
   * The bank takes the money of every intent of the order after all, canceled or not.
   *
   * @param mayTake by default any of them
   */
  captureLate(orderId: string, mayTake?: (intentId: string) => boolean): void;
  /** The bank returns what was refunded. */
  returnRefunds(orderId: string): void;
  /** Somebody refunds by hand what is left of what was taken, or half of it. True: there was something. */
  payBack(orderId: string, much: 'all' | 'a-part'): boolean;
  /** What was refunded by hand, and stands. */
  paidBack(orderId: string): { readonly refunds: number; readonly refundedMinor: number };
  /** Everything that happened, in its order: what the provider would tell by events. */
  readonly news: readonly PaymentNews[];
}

/**
 * The payment simulator's book behind the port, without HTTP: every call goes as the script says.
 *
 * @param script moves of its own calls, or a script that it shares with others
 */
export function createScriptedPaymentProvider(script: Script = createScript()): ScriptedPaymentProvider {
  let ids = 0;
  const news: PaymentNews[] = [];
  const book = createPaymentBook({ newId: (prefix) => `${prefix}_${++ids}`, announce: (event) => news.push(event) });
  const createdByKey = new Map<string, CreateIntentOutcome>();
  const refundedByKey = new Set<string>();
  const byHand: Refund[] = [];

  /** The intent as it stands after the attempt, whether that was refused or not. */
  const after = (intentId: string, attempt: (id: string) => Intent): PaymentIntent => {
    try {
      return toPort(attempt(intentId));
    } catch (error) {
      if (error instanceof StripeRefusal && error.fields.code !== 'resource_missing') {
        return toPort(book.retrieve(intentId));
      }
      throw error;
    }
  };

  const onIntentsOf = (orderId: string, happen: (intentId: string) => void): void => {
    for (const { id, metadata } of book.state().intents) {
      if (metadata['orderId'] === orderId) {
        happen(id);
      }
    }
  };

  return {
    script,
    news,
    captureLate: (orderId, mayTake = () => true) =>
      onIntentsOf(orderId, (intentId) => {
        if (mayTake(intentId)) {
          book.captureLate(intentId);
        }
      }),
    returnRefunds: (orderId) => onIntentsOf(orderId, book.returnRefunds),
    payBack(orderId, much) {
      const before = byHand.length;
      onIntentsOf(orderId, (intentId) => {
        const left = leftOf(intentId);
        if (left > 0) {
          byHand.push(book.refund({ intentId, amount: much === 'all' ? left : Math.ceil(left / 2) }));
        }
      });
      return byHand.length > before;
    },
    paidBack(orderId) {
      const standing = byHand.filter(
        ({ intentId, status }) => status !== 'failed' && book.peek(intentId)?.metadata['orderId'] === orderId,
      );
      return { refunds: standing.length, refundedMinor: standing.reduce((sum, { amount }) => sum + amount, 0) };
    },
    async moneyOf(orderId) {
      await script.land();
      const entry = paymentLedger(book.state()).payments.find((payment) => payment.orderId === orderId);
      const { capturedMinor = 0, refundedMinor = 0, captures = 0, refunds = 0, intents = [] } = entry ?? {};
      return { capturedMinor, refundedMinor, captures, refunds, intents };
    },
    ledger: () => paymentLedger(book.state()).payments,
    forgetKeys() {
      createdByKey.clear();
      refundedByKey.clear();
    },

    createIntent: ({ orderId, total, paymentMethodId }) =>
      script.run('createIntent', () => {
        const outcome = createdByKey.get(orderId) ?? create(orderId, total, paymentMethodId);
        createdByKey.set(orderId, outcome);
        return outcome;
      }),
    retrieveIntent: (intentId) => script.run('retrieveIntent', () => toPort(book.retrieve(intentId))),
    confirmIntent: (intentId) => script.run('confirmIntent', () => after(intentId, book.confirm)),
    cancelIntent: (intentId) => script.run('cancelIntent', () => after(intentId, book.cancel)),
    refundIntent: ({ orderId, intentId }) =>
      script.run('refundIntent', () => {
        // What was answered first under the key is worth a look: the bank may have returned the refund since.
        const outcome = refundedByKey.has(orderId) ? refundOf(intentId) : refund(intentId);
        refundedByKey.add(orderId);
        return outcome;
      }),
    refundsOf: (intentId) =>
      script.run('refundsOf', () =>
        book
          .refundsOf(intentId)
          .map(({ id, amount, status }) => ({ id, amountMinor: amount, stands: status !== 'failed' })),
      ),
  };

  function refundOf(intentId: string): RefundOutcome {
    const refunds = book.refundsOf(intentId);
    const { id, status } =
      refunds.find((refund) => refund.status !== 'failed') ?? refunds[0] ?? book.refund({ intentId });
    return { kind: status === 'failed' ? 'failed' : 'refunded', refundId: id };
  }

  function create(orderId: string, total: PaymentIntent['amount'], paymentMethod: string): CreateIntentOutcome {
    try {
      const intent = book.createIntent({
        amount: total.amountMinor,
        currency: total.currency.toLowerCase(),
        paymentMethod,
        metadata: { orderId },
      });
      return { kind: 'created', intent: toPort(intent) };
    } catch (error) {
      if (error instanceof StripeRefusal) {
        return { kind: 'refused', declineCode: error.fields.code ?? 'refused' };
      }
      throw error;
    }
  }

  /** Of a charge of which a part was refunded, Stripe refunds what is left. */
  function refund(intentId: string): RefundOutcome {
    const isWhole = book.peek(intentId)?.status === 'succeeded' && leftOf(intentId) === 0;
    const [standing] = isWhole ? standingOf(intentId) : [];
    const { id, status } = standing ?? book.refund({ intentId });
    return { kind: status === 'failed' ? 'failed' : 'refunded', refundId: id };
  }

  function standingOf(intentId: string): readonly Refund[] {
    return book.refundsOf(intentId).filter(({ status }) => status !== 'failed');
  }

  function leftOf(intentId: string): number {
    const refunded = standingOf(intentId).reduce((sum, { amount }) => sum + amount, 0);
    return (book.peek(intentId)?.amountReceived ?? 0) - refunded;
  }
}

const PORT_STATUS: Readonly<Record<IntentStatus, PaymentIntentStatus>> = {
  requires_payment_method: 'declined',
  requires_confirmation: 'unconfirmed',
  requires_action: 'action-required',
  processing: 'processing',
  succeeded: 'succeeded',
  canceled: 'canceled',
};

const toPort = ({ id, status, amount, currency, lastPaymentError }: Intent): PaymentIntent => ({
  id,
  status: PORT_STATUS[status],
  amount: { amountMinor: amount, currency: currency.toUpperCase() },
  ...(lastPaymentError === null ? {} : { declineCode: lastPaymentError.declineCode ?? lastPaymentError.code }),
});
