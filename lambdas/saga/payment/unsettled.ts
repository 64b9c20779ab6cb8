import { OutcomeUnknownError } from '../../domain/failures';
import type { PaymentIntent } from '../../ports/payment-provider';

/** The intent is in a state from which it can still go either way. */
export const unsettled = (call: string, { status }: PaymentIntent): OutcomeUnknownError =>
  new OutcomeUnknownError(call, `the intent is ${status}`);
