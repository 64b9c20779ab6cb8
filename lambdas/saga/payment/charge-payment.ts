import { StepOutOfOrderError } from '../../domain/failures';
import type { Money } from '../../domain/money';
import { OrderUndoneError, PaymentDeclinedError } from '../../domain/rejections';
import type { PaymentIntent, PaymentProvider } from '../../ports/payment-provider';
import type { PaymentStore } from '../../ports/payment-store';
import type { PersonalData } from '../../ports/personal-data';
import { refundCaptured } from './refund-captured';
import { settleIntent } from './settle-intent';
import { verifyAmount } from './verify-amount';

export interface ChargePaymentDependencies {
  readonly payments: PaymentStore;
  readonly provider: PaymentProvider;
  readonly personalData: Pick<PersonalData, 'paymentMethodOf'>;
}

/**
 * Takes the order's total. Undone by `refund-payment.ts`.
 *
 * An intent is created that charges nothing, its id is put on record, and only then is it confirmed. So there is
 * never money taken that we could not find again, and an attempt that follows one without an answer asks the
 * provider what became of it. An intent can take money once, however often it is confirmed.
 *
 * @throws PaymentDeclinedError after no attempt took the money and none can any more
 * @throws OrderUndoneError when the undo came first; whatever was taken is then given back
 * @throws OutcomeUnknownError when the provider gave no usable answer: the next attempt settles it
 */
export const createChargePayment =
  ({ payments, provider, personalData }: ChargePaymentDependencies) =>
  async ({ orderId }: { readonly orderId: string }): Promise<{ readonly intentId: string }> => {
    const begun = await payments.beginCharge(orderId);
    switch (begun.kind) {
      case 'charged':
        return { intentId: begun.intentId };
      case 'declined':
        // Put on record only after the intent was canceled, so nothing of it is left at the provider.
        throw new PaymentDeclinedError(begun.declineCode);
      case 'undone':
        throw new OrderUndoneError(orderId);
      case 'out-of-order':
        throw new StepOutOfOrderError('ChargePayment', begun.status);
      case 'open': {
        const { total } = begun;
        const intent =
          begun.intentId === undefined ? await openIntent(total) : await provider.retrieveIntent(begun.intentId);
        const id = begun.intentId ?? intent.id;
        const settled = await settleIntent(provider, intent, { id, total });
        return settled.kind === 'charged' ? keep(id) : decline(settled.declineCode, id);
      }
    }

    /** Dying between these two calls leaves an intent that nobody knows and nobody confirms: it takes nothing. */
    async function openIntent(total: Money): Promise<PaymentIntent> {
      const paymentMethodId = await personalData.paymentMethodOf(orderId);
      const created = await provider.createIntent({ orderId, total, paymentMethodId });
      if (created.kind === 'refused') {
        return decline(created.declineCode);
      }
      const { intent } = created;
      verifyAmount(intent, total);
      if ((await payments.recordIntent(orderId, intent.id)) === 'undone') {
        await provider.cancelIntent(intent.id).catch(() => undefined); // tidy only: it is never confirmed
        throw new OrderUndoneError(orderId);
      }
      return intent;
    }

    async function keep(intentId: string): Promise<{ readonly intentId: string }> {
      if ((await payments.recordCharged(orderId)) === 'undone') {
        await refundCaptured({ payments, provider }, orderId, intentId);
        throw new OrderUndoneError(orderId);
      }
      return { intentId };
    }

    async function decline(declineCode: string, intentId?: string): Promise<never> {
      if ((await payments.recordDeclined(orderId, declineCode, intentId)) === 'undone') {
        throw new OrderUndoneError(orderId);
      }
      throw new PaymentDeclinedError(declineCode);
    }
  };
