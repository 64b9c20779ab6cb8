import { RejectionName } from '../../../lambdas/domain/rejections';
import type { FaultKind } from '../../../localstack/simulator/fault-script';
import { confirmedOnce, type FaultCase, REFUSED_ADDRESS, refusedAndRefunded, rejectedUncharged } from './fault-case';

const REFUSED = `ChargePayment: ${RejectionName.PaymentDeclined}`;

const declined = (reason: string, paymentMethodId: string): FaultCase => ({
  title: `row 28: ${reason}: rejected, stock freed, nothing captured`,
  request: { paymentMethodId },
  expected: rejectedUncharged,
  // However slow the machine was before: once the refusal was heard nobody asked again.
  check({ failures }) {
    const charging = failures.filter((failure) => failure.includes(' ChargePayment: '));
    expect(charging.filter((failure) => failure.includes(REFUSED))).toHaveLength(1);
    expect(charging.at(-1)).toContain(REFUSED);
  },
});

const unclear = (title: string, operation: string, fault: FaultKind, times = 1): FaultCase => ({
  title,
  arrange: ({ outside }) => outside('paymentProvider', { operation, fault, times }),
  expected: confirmedOnce,
});

/** What happens at the payment provider. */
export const PAYMENT_CASES: readonly FaultCase[] = [
  declined('declined', 'pm_card_visa_chargeDeclined'),
  declined('insufficient funds', 'pm_card_visa_chargeDeclinedInsufficientFunds'),
  declined('asks for a customer who is not there', 'pm_card_authenticationRequired'),
  declined('a payment method that the provider does not know, a 400', 'pm_nobody'),

  unclear('row 29: a charge that took effect and was never answered', 'confirm-intent', 'timeout-after'),
  unclear('row 29: a charge that took effect and whose answer was lost', 'confirm-intent', 'reset-after'),
  unclear('row 29: a charge that took effect and was answered 500', 'confirm-intent', 'error-500-after'),
  unclear('row 29: an intent that was created and never answered', 'create-intent', 'timeout-after'),

  unclear('row 30: a charge that took no effect and was never answered', 'confirm-intent', 'timeout-before'),
  unclear('row 30: a charge that was answered 500 without effect, twice', 'confirm-intent', 'error-500-before', 2),
  unclear('row 30: a charge that was answered 503', 'confirm-intent', 'status-503'),
  unclear('row 30: a charge that was answered 429 with Retry-After', 'create-intent', 'status-429'),

  {
    title: 'row 38: a refund that took effect and was never answered is made once',
    request: REFUSED_ADDRESS,
    arrange: ({ outside }) => outside('paymentProvider', { operation: 'create-refund', fault: 'timeout-after' }),
    expected: refusedAndRefunded,
  },
  {
    title: 'row 38: a refund whose request arrives twice is made once',
    request: REFUSED_ADDRESS,
    arrange: ({ chaos, orderId }) =>
      chaos.disturb('payment', { name: 'POST /v1/refunds', text: orderId, fault: { kind: 'duplicate' } }),
    expected: refusedAndRefunded,
  },
];
