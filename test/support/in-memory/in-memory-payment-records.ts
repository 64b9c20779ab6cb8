import type { PaymentRecords } from '../../../lambdas/ports/payment-records';
import type { InMemoryDatabase, OrderRow, PaymentRow } from './in-memory-database';
import { isResolved } from './in-memory-order-resolutions';

export function createInMemoryPaymentRecords({ database }: { readonly database: InMemoryDatabase }): PaymentRecords {
  const { orders, payments, statement } = database;
  const hasEnded = (orderId: string): boolean => ['REJECTED', 'CANCELLED'].includes(orders.get(orderId)?.status ?? '');

  const isSettled = (row: OrderRow | undefined): boolean => row?.status === 'NEEDS_REPAIR' && isResolved(row);

  const mayBeOpened = (orderId: string, { state, refundId }: PaymentRow, failedId: string): boolean => {
    switch (state) {
      case 'REFUNDING':
        return true;
      case 'VOIDED':
      case 'DECLINED':
        return hasEnded(orderId);
      case 'REFUNDED':
        return hasEnded(orderId) && refundId === failedId;
      case 'OPEN':
      case 'CHARGED':
        return false;
    }
  };

  const find: PaymentRecords['find'] = async ({ intentId, orderId }) =>
    statement('find-payment', () => {
      const byIntent = [...payments].find(([, payment]) => payment.intentId === intentId);
      const byOrder = orderId === undefined ? undefined : payments.get(orderId);
      const [id, payment] = byIntent ?? [orderId, byOrder];
      if (id === undefined || payment === undefined) {
        return undefined;
      }
      const { state, total, intentId: onRecord, refundId } = payment;
      return {
        ...{ orderId: id, state, isUndone: (orders.get(id)?.compensating ?? true) || hasEnded(id) },
        isInRepair: orders.get(id)?.status === 'NEEDS_REPAIR',
        isResolved: isSettled(orders.get(id)),
        isConfirmed: orders.get(id)?.status === 'CONFIRMED',
        ...(total === undefined ? {} : { total }),
        ...(onRecord === undefined ? {} : { intentId: onRecord }),
        ...(refundId === undefined ? {} : { refundId }),
      };
    });

  return {
    find,
    async recordRefundFailed(orderId, refundId) {
      const isRecorded = await statement('record-refund-failed', () => {
        const payment = payments.get(orderId);
        const order = orders.get(orderId);
        if (payment?.intentId === undefined || order === undefined || !mayBeOpened(orderId, payment, refundId)) {
          return false;
        }
        Object.assign(payment, { state: 'REFUNDING', refundId });
        if (hasEnded(orderId)) {
          Object.assign(order, {
            reason: 'RefundFailed',
            unfinished: [{ step: 'RefundPayment', error: 'RefundFailedError' }],
          });
          database.move(order, 'NEEDS_REPAIR');
        }
        return true;
      });
      if (isRecorded) {
        return 'recorded';
      }
      const payment = await find({ intentId: '', orderId });
      return payment?.state === 'REFUNDED' && payment.refundId !== refundId ? 'superseded' : 'too-early';
    },
  };
}
