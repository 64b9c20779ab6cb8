import {
  OutcomeUnknownError,
  RECORDING_RETURNED_REFUND,
  RefundFailedError,
  StepOutOfOrderError,
} from '../../domain/failures';
import type { Money } from '../../domain/money';
import type { PaymentProvider } from '../../ports/payment-provider';
import type { PaymentOnRecord, PaymentRecords } from '../../ports/payment-records';
import type { PaymentRefunds, ProviderRefund } from '../../ports/payment-refunds';
import type { PaymentStore } from '../../ports/payment-store';
import { refundCaptured } from './refund-captured';

export interface ReconcilePaymentDependencies {
  readonly records: PaymentRecords;
  readonly payments: Pick<PaymentStore, 'beginRefund' | 'recordRefunded'>;
  readonly provider: Pick<PaymentProvider, 'retrieveIntent' | 'refundIntent'> & PaymentRefunds;
  /** The undo of the saga. */
  readonly refundPayment: (order: { readonly orderId: string }) => Promise<{ readonly outcome?: string }>;
}

export type Reconciliation =
  | { readonly kind: 'nothing-to-do' }
  /** Not of an order of ours. */
  | { readonly kind: 'unknown' }
  /** A refund that stands was not on record; now it is. */
  | { readonly kind: 'recorded'; readonly orderId: string }
  /** Money that the order must not keep was sent back. */
  | { readonly kind: 'given-back'; readonly orderId: string }
  /** The money could not be given back: an operator sees the order. */
  | { readonly kind: 'refund-failed'; readonly orderId: string }
  /** Somebody refunds at the provider, and the order stands all the same. */
  | { readonly kind: 'refunded-outside'; readonly orderId: string }
  /** Money was taken for an order that a person has settled: whether it has to go back, or has, that person knows. */
  | { readonly kind: 'settled-by-a-person'; readonly orderId: string }
  /** Money was taken for an order of ours by an intent that is not on record for it. */
  | { readonly kind: 'taken-by-a-stranger'; readonly orderId: string };

const NOTHING = { kind: 'nothing-to-do' } as const;

/**
 * Brings the books in line with what the provider has on its own, whatever was the news that made us look.
 *
 * What a running saga is about to record is left to it. Of an order that nobody carries forward any more, a refund by
 * hand calls off whatever is left: it can never be confirmed over it. Money that was taken for an order which is being undone, or
 * was, is given back under the order's key, as often as we are asked and once. Safe to replay at any time, in any order.
 *
 * @throws OutcomeUnknownError when the provider gave no usable answer, or can still go either way
 * @throws StepOutOfOrderError when the order is still on its way to the end that this would open again, or to the one that
 * decides what a refund by hand means
 */
export const createReconcilePayment =
  ({ records, payments, provider, refundPayment }: ReconcilePaymentDependencies) =>
  async (news: {
    readonly intentId: string;
    readonly orderId?: string | undefined;
    readonly isAboutRefund: boolean;
  }): Promise<Reconciliation> => {
    const { intentId } = news;
    const payment = await records.find(news);
    if (payment === undefined) {
      return { kind: 'unknown' };
    }
    const { orderId, state, total, isUndone, isInRepair, isResolved, isConfirmed } = payment;
    if (payment.intentId !== intentId) {
      return lookAtStranger();
    }
    switch (state) {
      case 'CHARGED':
        return news.isAboutRefund ? lookAtRefundByHand() : NOTHING;
      case 'OPEN':
        if (isUndone) {
          return takeBack(undo);
        }
        return news.isAboutRefund ? lookAtRefundByHand() : NOTHING;
      case 'REFUNDING':
        return takeBack(undo);
      case 'VOIDED':
      case 'DECLINED':
        return (await hasTakenMoney()) ? takeBack(giveBackWhatCameLate) : NOTHING;
      case 'REFUNDED':
        return checkRefund(payment);
    }

    /** Looks before it gives back: an operator may have done so by hand, and a refund that failed is not tried again. */
    async function takeBack(giveBack: () => Promise<Reconciliation>): Promise<Reconciliation> {
      const refunds = await provider.refundsOf(intentId);
      const standing = refunds.find(({ stands }) => stands);
      const [newest] = refunds;
      if (standing !== undefined && areWhole(refunds, total)) {
        if (state === 'OPEN') {
          await payments.beginRefund(orderId);
        }
        await payments.recordRefunded(orderId, standing.id);
        return { kind: 'recorded', orderId };
      }
      if (standing === undefined && newest !== undefined) {
        return refundFailed(newest.id);
      }
      try {
        return await giveBack();
      } catch (error) {
        if (error instanceof RefundFailedError) {
          return refundFailed(error.refundId);
        }
        throw error;
      }
    }

    async function undo(): Promise<Reconciliation> {
      if (isResolved) {
        return (await hasTakenMoney()) ? { kind: 'settled-by-a-person', orderId } : NOTHING;
      }
      const { outcome } = await refundPayment({ orderId });
      return outcome === 'refunded' ? { kind: 'given-back', orderId } : NOTHING;
    }

    /** The intent was canceled, and took the money all the same. */
    async function giveBackWhatCameLate(): Promise<Reconciliation> {
      await refundCaptured({ payments, provider }, orderId, intentId);
      return { kind: 'given-back', orderId };
    }

    /** Ours is of what was left to refund: when a part that somebody refunded before it comes back, ours is not whole. */
    async function checkRefund({ refundId }: PaymentOnRecord): Promise<Reconciliation> {
      const refunds = await provider.refundsOf(intentId);
      if (areWhole(refunds, total)) {
        return NOTHING;
      }
      const ours = refunds.find(({ id }) => id === refundId);
      if (ours === undefined) {
        throw new OutcomeUnknownError('looking for refunds', 'the refund that is on record is not there');
      }
      return refundFailed(ours.id);
    }

    async function refundFailed(refundId: string): Promise<Reconciliation> {
      switch (await records.recordRefundFailed(orderId, refundId)) {
        case 'recorded':
          return { kind: 'refund-failed', orderId };
        case 'superseded':
          return NOTHING;
        case 'too-early':
          throw new StepOutOfOrderError(RECORDING_RETURNED_REFUND, 'still being undone');
      }
    }

    /** The saga puts on record that it refunds before it does: a refund that is there before that is somebody else's. */
    async function lookAtRefundByHand(): Promise<Reconciliation> {
      const refunds = await provider.refundsOf(intentId);
      const standing = refunds.find(({ stands }) => stands);
      if (standing === undefined) {
        return NOTHING;
      }
      if (isConfirmed || !areWhole(refunds, total)) {
        return { kind: 'refunded-outside', orderId };
      }
      if (!isUndone && !isInRepair) {
        // The saga may confirm the order over it, or be parked: only then it is known what the refund means.
        throw new StepOutOfOrderError('looking at a refund by hand', 'still on its way');
      }
      if ((await payments.beginRefund(orderId)).kind === 'order-confirmed') {
        return { kind: 'refunded-outside', orderId };
      }
      await payments.recordRefunded(orderId, standing.id);
      return { kind: 'recorded', orderId };
    }

    /** We confirm no intent that is not on record. Whoever did, has to say what the money was for. */
    async function lookAtStranger(): Promise<Reconciliation> {
      const { status, amount } = await provider.retrieveIntent(intentId);
      return status === 'succeeded' && !areWhole(await provider.refundsOf(intentId), amount)
        ? { kind: 'taken-by-a-stranger', orderId }
        : NOTHING;
    }

    async function hasTakenMoney(): Promise<boolean> {
      const { status } = await provider.retrieveIntent(intentId);
      return status === 'succeeded';
    }
  };

/** Everything that was taken is on its way back, in one refund or in several. */
const areWhole = (refunds: readonly ProviderRefund[], total: Money | undefined): boolean => {
  const standing = refunds.filter(({ stands }) => stands).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return standing > 0 && standing >= (total?.amountMinor ?? 0);
};
