import type { RejectionName } from '../domain/rejections';

export interface Reason {
  /** Stable: clients decide by it. See `docs/problems.md`. */
  readonly code: string;
  /** For people; may be worded anew at any time. */
  readonly detail: string;
}

const REJECTIONS: { readonly [name in RejectionName]: Reason } = {
  OutOfStockError: { code: 'out_of_stock', detail: 'Not everything in the order is in stock.' },
  UnknownSkuError: { code: 'unknown_sku', detail: 'The order names an article that we do not sell.' },
  MixedCurrencyError: {
    code: 'mixed_currency',
    detail: 'The articles are priced in different currencies; please order them separately.',
  },
  TotalChangedError: { code: 'total_changed', detail: 'The prices have changed since the total was shown.' },
  PaymentDeclinedError: { code: 'payment_declined', detail: 'The payment was declined.' },
  ShipmentRefusedError: { code: 'shipment_refused', detail: 'We cannot ship to this address.' },
  OrderUndoneError: { code: 'order_undone', detail: 'The order had already been called off.' },
};

const PROCESSING_FAILED: Reason = {
  code: 'processing_failed',
  detail: 'The order could not be processed; everything was undone.',
};

const BEING_REPAIRED: Reason = {
  code: 'being_repaired',
  detail: 'Something went wrong with the order, and a person is looking after it.',
};

/** What a customer is told of why an order was not confirmed. Names of errors inside are not shown. */
export function reasonFor(status: string, reason: string | undefined): Reason | undefined {
  if (status === 'NEEDS_REPAIR') {
    return BEING_REPAIRED;
  }
  if (reason === undefined) {
    return undefined;
  }
  return Object.hasOwn(REJECTIONS, reason) ? REJECTIONS[reason as RejectionName] : PROCESSING_FAILED;
}
