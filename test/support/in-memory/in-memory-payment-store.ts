import { PaymentMismatchError, StepOutOfOrderError } from '../../../lambdas/domain/failures';
import type { PaymentStore, RecordOutcome } from '../../../lambdas/ports/payment-store';
import { hasEnded, type InMemoryDatabase, type PaymentRow } from './in-memory-database';

export function createInMemoryPaymentStore({ database }: { readonly database: InMemoryDatabase }): PaymentStore {
  const { orders, payments } = database;

  const refuse = (payment: PaymentRow | undefined): RecordOutcome => {
    switch (payment?.state) {
      case 'REFUNDING':
      case 'VOIDED':
      case 'REFUNDED':
      case 'DECLINED':
        return 'undone';
      default:
        throw new StepOutOfOrderError('ChargePayment', payment?.state ?? 'UNKNOWN');
    }
  };

  return {
    async beginCharge(orderId) {
      const order = orders.get(orderId);
      const payment = payments.get(orderId);
      const outOfOrder = { kind: 'out-of-order', status: order?.status ?? 'UNKNOWN' } as const;
      const chargeable = order?.status === 'RESERVED' && !order.compensating;
      switch (payment?.state) {
        case 'CHARGED':
          return payment.intentId === undefined ? outOfOrder : { kind: 'charged', intentId: payment.intentId };
        case 'DECLINED':
          return { kind: 'declined', declineCode: payment.declineCode ?? 'unknown' };
        case 'REFUNDING':
        case 'VOIDED':
        case 'REFUNDED':
          return { kind: 'undone' };
        case 'OPEN':
          if (chargeable && payment.total !== undefined) {
            return { kind: 'open', total: payment.total, ...(payment.intentId && { intentId: payment.intentId }) };
          }
          return hasEnded(order) ? { kind: 'undone' } : outOfOrder;
        case undefined:
          if (chargeable && order.total !== undefined) {
            payments.set(orderId, { state: 'OPEN', total: order.total });
            return { kind: 'open', total: order.total };
          }
          return hasEnded(order) ? { kind: 'undone' } : outOfOrder;
      }
    },

    async recordIntent(orderId, intentId) {
      const payment = payments.get(orderId);
      if (payment?.intentId !== undefined && payment.intentId !== intentId) {
        throw new PaymentMismatchError({ asked: `intent ${payment.intentId}`, answered: `intent ${intentId}` });
      }
      if (payment?.state === 'CHARGED') {
        return 'recorded';
      }
      if (payment?.state !== 'OPEN') {
        return refuse(payment);
      }
      if (payment.intentId === undefined && orders.get(orderId)?.compensating) {
        payment.state = 'VOIDED';
      }
      payment.intentId = intentId;
      return payment.state === 'OPEN' ? 'recorded' : 'undone';
    },

    async recordCharged(orderId) {
      const payment = payments.get(orderId);
      if (payment?.state === 'CHARGED') {
        return 'recorded';
      }
      if (payment?.state !== 'OPEN' || payment.intentId === undefined) {
        return refuse(payment);
      }
      payment.state = 'CHARGED';
      const order = orders.get(orderId);
      if (order?.status === 'RESERVED' && !order.compensating) {
        database.move(order, 'CHARGED');
      }
      return 'recorded';
    },

    async recordDeclined(orderId, declineCode, intentId) {
      const payment = payments.get(orderId);
      if (payment?.state === 'OPEN' && payment.intentId === intentId) {
        Object.assign(payment, { state: 'DECLINED', declineCode });
      }
      return payment?.state === 'DECLINED' ? 'recorded' : refuse(payment);
    },

    async beginRefund(orderId) {
      if (!database.beginCompensating(orderId)) {
        return { kind: 'order-confirmed' };
      }
      const payment = payments.get(orderId);
      switch (payment?.state) {
        case 'OPEN':
        case 'CHARGED':
        case 'REFUNDING':
          payment.state = 'REFUNDING';
          return { kind: 'open', ...(payment.intentId && { intentId: payment.intentId }) };
        case undefined:
          payments.set(orderId, { state: 'VOIDED' });
          return { kind: 'done' };
        default:
          return { kind: 'done' };
      }
    },

    async recordVoided(orderId) {
      const payment = payments.get(orderId);
      if (payment === undefined || payment.state === 'OPEN' || payment.state === 'CHARGED') {
        throw new StepOutOfOrderError('RefundPayment', payment?.state ?? 'UNKNOWN');
      }
      if (payment.state === 'REFUNDING') {
        payment.state = 'VOIDED';
      }
    },

    async recordRefunded(orderId, refundId) {
      const payment = payments.get(orderId);
      if (payment?.state === 'REFUNDED') {
        return;
      }
      const isClosed = payment?.state === 'REFUNDING' || payment?.state === 'VOIDED' || payment?.state === 'DECLINED';
      if (!isClosed || payment.intentId === undefined || payment.refundId === refundId) {
        throw new StepOutOfOrderError('RefundPayment', payment?.state ?? 'UNKNOWN');
      }
      Object.assign(payment, { state: 'REFUNDED', refundId });
      const order = orders.get(orderId);
      if (order !== undefined) {
        database.tellRefund(order, payment);
      }
    },
  };
}
