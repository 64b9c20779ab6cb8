/**
 * A wire contract: Step Functions matches `ErrorEquals` against the `name` that a step throws,
 * so every name is written out and never derived from a class, which a minifier renames.
 */
export const RejectionName = {
  OutOfStock: 'OutOfStockError',
  UnknownSku: 'UnknownSkuError',
  MixedCurrency: 'MixedCurrencyError',
  TotalChanged: 'TotalChangedError',
  PaymentDeclined: 'PaymentDeclinedError',
  ShipmentRefused: 'ShipmentRefusedError',
  OrderUndone: 'OrderUndoneError',
} as const;
export type RejectionName = (typeof RejectionName)[keyof typeof RejectionName];

/** A business refusal: retrying cannot help, so the saga compensates at once. */
export abstract class OrderRejection extends Error {
  abstract override readonly name: RejectionName;
}

export class OutOfStockError extends OrderRejection {
  override readonly name = RejectionName.OutOfStock;

  constructor(
    readonly sku: string,
    readonly requested: number,
    readonly available: number,
  ) {
    super(`requested ${requested} of ${sku}, only ${available} available`);
  }
}

export class UnknownSkuError extends OrderRejection {
  override readonly name = RejectionName.UnknownSku;

  constructor(readonly sku: string) {
    super(`${sku} is not in the catalogue`);
  }
}

export class MixedCurrencyError extends OrderRejection {
  override readonly name = RejectionName.MixedCurrency;

  constructor(readonly currencies: readonly string[]) {
    super(`lines are priced in more than one currency: ${currencies.join(', ')}`);
  }
}

/** The customer agreed to another total than the catalogue now gives. */
export class TotalChangedError extends OrderRejection {
  override readonly name = RejectionName.TotalChanged;

  constructor(
    readonly expectedMinor: number,
    readonly actualMinor: number,
  ) {
    super(`expected a total of ${expectedMinor}, the catalogue gives ${actualMinor}`);
  }
}

export class PaymentDeclinedError extends OrderRejection {
  override readonly name = RejectionName.PaymentDeclined;

  constructor(readonly declineCode: string) {
    super(`the payment was declined: ${declineCode}`);
  }
}

export class ShipmentRefusedError extends OrderRejection {
  override readonly name = RejectionName.ShipmentRefused;

  constructor(readonly reason: string) {
    super(`the carrier refused the shipment: ${reason}`);
  }
}

/**
 * The order is being undone, or was, by whomever: the action comes too late and leaves no effect. What an earlier attempt
 * of it left is a matter of its compensation.
 */
export class OrderUndoneError extends OrderRejection {
  override readonly name = RejectionName.OrderUndone;

  constructor(readonly orderId: string) {
    super(`order ${orderId} has already been undone`);
  }
}
