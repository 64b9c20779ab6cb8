import type { PaymentOnRecord, PaymentRecords, PaymentState } from '../../ports/payment-records';
import type { Database } from './database';
import { FIND_PAYMENT, RECORD_REFUND_FAILED } from './payment-records-statements';

interface Row {
  readonly order_id: string;
  readonly state: PaymentState;
  readonly is_undone: boolean;
  readonly is_in_repair: boolean;
  readonly is_resolved: boolean;
  readonly is_confirmed: boolean;
  readonly amount_minor: number | null;
  readonly currency: string | null;
  readonly intent_id: string | null;
  readonly refund_id: string | null;
}

/** Payments as the provider's events find them, in Postgres. */
export function createPostgresPaymentRecords({ database }: { readonly database: Database }): PaymentRecords {
  const find: PaymentRecords['find'] = async ({ intentId, orderId }) => {
    const [row] = await database.query<Row>(FIND_PAYMENT, [intentId, orderId ?? null]);
    return row === undefined ? undefined : onRecord(row);
  };

  return {
    find,
    async recordRefundFailed(orderId, refundId) {
      const [recorded] = await database.query(RECORD_REFUND_FAILED, [orderId, refundId]);
      if (recorded !== undefined) {
        return 'recorded';
      }
      const [row] = await database.query<Row>(FIND_PAYMENT, ['', orderId]);
      return row?.state === 'REFUNDED' && row.refund_id !== refundId ? 'superseded' : 'too-early';
    },
  };
}

const onRecord = ({
  order_id,
  state,
  is_undone,
  is_in_repair,
  is_resolved,
  is_confirmed,
  amount_minor,
  currency,
  intent_id,
  refund_id,
}: Row): PaymentOnRecord => ({
  orderId: order_id,
  state,
  isUndone: is_undone,
  isInRepair: is_in_repair,
  isResolved: is_resolved,
  isConfirmed: is_confirmed,
  ...(amount_minor === null || currency === null ? {} : { total: { amountMinor: amount_minor, currency } }),
  ...(intent_id === null ? {} : { intentId: intent_id }),
  ...(refund_id === null ? {} : { refundId: refund_id }),
});
