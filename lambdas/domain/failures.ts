/**
 * Something broke. Unlike a rejection, a failure is retried within a bound, and then the step's own
 * compensation runs, since the effect may have happened. Names are a wire contract like those of rejections.
 */
export const FailureName = {
  DependencyUnavailable: 'DependencyUnavailableError',
  OutcomeUnknown: 'OutcomeUnknownError',
  PaymentMismatch: 'PaymentMismatchError',
  RefundFailed: 'RefundFailedError',
  StepOutOfOrder: 'StepOutOfOrderError',
  OrderConfirmed: 'OrderConfirmedError',
  ParcelMayHaveLeft: 'ParcelMayHaveLeftError',
  NeedsRepair: 'NeedsRepairError',
  InvalidInput: 'InvalidInputError',
} as const;
export type FailureName = (typeof FailureName)[keyof typeof FailureName];

export abstract class OrderFailure extends Error {
  abstract override readonly name: FailureName;
}

/** Postgres is away or a circuit is open: the order waits inside Step Functions and nothing is undone for it. */
export class DependencyUnavailableError extends OrderFailure {
  override readonly name = FailureName.DependencyUnavailable;

  constructor(
    readonly dependency: string,
    { circuitIsOpen = false, ...options }: ErrorOptions & { readonly circuitIsOpen?: boolean } = {},
  ) {
    super(`${dependency} is unavailable${circuitIsOpen ? CIRCUIT_IS_OPEN : ''}`, options);
  }
}

const CIRCUIT_IS_OPEN = ': its circuit is open';
const UNAVAILABLE = new RegExp(`^([\\w (),-]{1,64}) is unavailable(${CIRCUIT_IS_OPEN})?$`);

/** What the message of that error says, wherever only the message is kept. Of any other text, nothing. */
export function awaitedIn(
  message: string,
): { readonly dependency: string; readonly circuitIsOpen: boolean } | undefined {
  const [, dependency, open] = UNAVAILABLE.exec(message) ?? [];
  return dependency === undefined ? undefined : { dependency, circuitIsOpen: open !== undefined };
}

/** A call ended without a usable answer: its effect may or may not have happened. */
export class OutcomeUnknownError extends OrderFailure {
  override readonly name = FailureName.OutcomeUnknown;
  /** The other side works: it answered, only not with what became of the call, since that is in progress or long past. */
  readonly answered: boolean;

  constructor(
    readonly call: string,
    reason: string,
    { answered = false, ...options }: ErrorOptions & { readonly answered?: boolean } = {},
  ) {
    super(`outcome of ${call} is unknown: ${reason}`, options);
    this.answered = answered;
  }
}

/** The provider's answer does not match what was asked: never confirmed blindly. */
export class PaymentMismatchError extends OrderFailure {
  override readonly name = FailureName.PaymentMismatch;

  constructor(readonly facts: { readonly asked: string; readonly answered: string }) {
    super(`asked the provider for ${facts.asked}, it answered ${facts.answered}`);
  }
}

export class RefundFailedError extends OrderFailure {
  override readonly name = FailureName.RefundFailed;

  constructor(readonly refundId: string) {
    super(`the provider reports refund ${refundId} as failed`);
  }
}

/** What a refund that the bank returned has to wait with for the end of its order (ADR 0010). */
export const RECORDING_RETURNED_REFUND = 'recording a returned refund';

/** The order's status does not allow this step yet: an earlier step has not been recorded. */
export class StepOutOfOrderError extends OrderFailure {
  override readonly name = FailureName.StepOutOfOrder;

  constructor(
    readonly step: string,
    readonly status: string,
  ) {
    super(`${step} cannot run while the order is ${status}`);
  }
}

/** A compensation refuses: the order passed the pivot, nothing may be undone. */
export class OrderConfirmedError extends OrderFailure {
  override readonly name = FailureName.OrderConfirmed;

  constructor(readonly orderId: string) {
    super(`order ${orderId} is confirmed and must not be undone`);
  }
}

/** Goods are not given back to stock that may be in a parcel: whether they are still there, a person has to say. */
export class ParcelMayHaveLeftError extends OrderFailure {
  override readonly name = FailureName.ParcelMayHaveLeft;

  constructor(readonly orderId: string) {
    super(`the parcel of order ${orderId} is not cancelled, and may have left with its goods`);
  }
}

/** Ends the execution as failed: an operator must finish what the named steps could not. */
export class NeedsRepairError extends OrderFailure {
  override readonly name = FailureName.NeedsRepair;

  constructor(
    readonly orderId: string,
    readonly unfinished: readonly string[],
  ) {
    super(`order ${orderId} needs repair, unfinished: ${unfinished.join(', ')}`);
  }
}

/** The input of a function does not have the agreed shape: a bug or a broken caller, never retried with success. */
export class InvalidInputError extends OrderFailure {
  override readonly name = FailureName.InvalidInput;
}
