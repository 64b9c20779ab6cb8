import { PaymentMismatchError, StepOutOfOrderError } from '../../../lambdas/domain/failures';
import { untilDecided } from '../../../lambdas/persistence/postgres/until-decided';
import type { BeginChargeOutcome, PaymentStore, RecordOutcome } from '../../../lambdas/ports/payment-store';
import { hasEnded, type InMemoryDatabase, type OrderRow, type PaymentRow } from './in-memory-database';

/** Each method is a statement that changes what it may, and when that is nothing, another that says why. */
export function createInMemoryPaymentStore({ database }: { readonly database: InMemoryDatabase }): PaymentStore {
  const { orders, payments, statement } = database;

  const whyNotRecorded = async (orderId: string, stands: (payment: PaymentRow) => boolean): Promise<RecordOutcome> =>
    statement('read-payment', () => {
      const payment = payments.get(orderId);
      if (payment !== undefined && stands(payment)) {
        return 'recorded';
      }
      switch (payment?.state) {
        case 'REFUNDING':
        case 'VOIDED':
        case 'REFUNDED':
        case 'DECLINED':
          return 'undone';
        default:
          throw new StepOutOfOrderError('ChargePayment', payment?.state ?? 'UNKNOWN');
      }
    });

  const expectSettled = async (orderId: string, settled: readonly PaymentRow['state'][]): Promise<void> =>
    statement('read-payment', () => {
      const state = payments.get(orderId)?.state;
      if (state === undefined || !settled.includes(state)) {
        throw new StepOutOfOrderError('RefundPayment', state ?? 'UNKNOWN');
      }
    });

  return {
    beginCharge: (orderId) =>
      untilDecided('beginCharge', async () => {
        const total = await statement('open-payment', () => {
          const order = orders.get(orderId);
          if (!isChargeable(order) || payments.has(orderId)) {
            return undefined;
          }
          payments.set(orderId, { state: 'OPEN', total: order?.total });
          return order?.total;
        });
        return total === undefined
          ? statement('read-payment', () => whyNotBegun(orders.get(orderId), payments.get(orderId)))
          : { kind: 'open', total };
      }),

    async recordIntent(orderId, intentId) {
      const state = await statement('record-intent', () => {
        const payment = payments.get(orderId);
        if (payment?.state !== 'OPEN' || (payment.intentId ?? intentId) !== intentId) {
          return undefined;
        }
        if (payment.intentId === undefined && orders.get(orderId)?.compensating) {
          payment.state = 'VOIDED';
        }
        payment.intentId = intentId;
        return payment.state;
      });
      if (state !== undefined) {
        return state === 'OPEN' ? 'recorded' : 'undone';
      }
      return whyNotRecorded(orderId, (payment) => {
        if (payment.intentId !== undefined && payment.intentId !== intentId) {
          throw new PaymentMismatchError({ asked: `intent ${payment.intentId}`, answered: `intent ${intentId}` });
        }
        return payment.intentId === intentId && (payment.state === 'OPEN' || payment.state === 'CHARGED');
      });
    },

    async recordCharged(orderId) {
      const isRecorded = await statement('record-charged', () => {
        const payment = payments.get(orderId);
        if (payment?.state !== 'OPEN' || payment.intentId === undefined) {
          return false;
        }
        payment.state = 'CHARGED';
        const order = orders.get(orderId);
        if (order?.status === 'RESERVED' && !order.compensating) {
          database.move(order, 'CHARGED');
        }
        return true;
      });
      return isRecorded ? 'recorded' : whyNotRecorded(orderId, ({ state }) => state === 'CHARGED');
    },

    async recordDeclined(orderId, declineCode, intentId) {
      const isRecorded = await statement('record-declined', () => {
        const payment = payments.get(orderId);
        if (payment?.state !== 'OPEN' || payment.intentId !== intentId) {
          return false;
        }
        Object.assign(payment, { state: 'DECLINED', declineCode });
        return true;
      });
      return isRecorded ? 'recorded' : whyNotRecorded(orderId, ({ state }) => state === 'DECLINED');
    },

    async beginRefund(orderId) {
      return statement('begin-refund', () => {
        if (!database.beginCompensating(orderId)) {
          return { kind: 'order-confirmed' };
        }
        const payment = payments.get(orderId);
        switch (payment?.state) {
          case 'OPEN':
          case 'CHARGED':
          case 'REFUNDING':
            payment.state = 'REFUNDING';
            if (payment.refundId !== undefined) {
              return { kind: 'failed', refundId: payment.refundId };
            }
            return { kind: 'open', ...(payment.intentId && { intentId: payment.intentId }) };
          case undefined:
            payments.set(orderId, { state: 'VOIDED' });
            return { kind: 'done' };
          default:
            return { kind: 'done' };
        }
      });
    },

    async recordVoided(orderId) {
      const isRecorded = await statement('record-voided', () => {
        const payment = payments.get(orderId);
        if (payment?.state !== 'REFUNDING') {
          return false;
        }
        payment.state = 'VOIDED';
        return true;
      });
      return isRecorded ? undefined : expectSettled(orderId, ['VOIDED', 'REFUNDED', 'DECLINED']);
    },

    async recordRefunded(orderId, refundId) {
      const isRecorded = await statement('record-refunded', () => {
        const payment = payments.get(orderId);
        const isClosed = payment?.state === 'REFUNDING' || payment?.state === 'VOIDED' || payment?.state === 'DECLINED';
        if (!isClosed || payment.intentId === undefined || payment.refundId === refundId) {
          return false;
        }
        Object.assign(payment, { state: 'REFUNDED', refundId });
        const order = orders.get(orderId);
        if (order !== undefined) {
          database.tellRefund(order, payment);
        }
        return true;
      });
      return isRecorded ? undefined : expectSettled(orderId, ['REFUNDED']);
    },
  };
}

const isChargeable = (order: OrderRow | undefined): boolean => order?.status === 'RESERVED' && !order.compensating;

/** Undefined: it can be begun by now. */
function whyNotBegun(order: OrderRow | undefined, payment: PaymentRow | undefined): BeginChargeOutcome | undefined {
  const outOfOrder = { kind: 'out-of-order', status: order?.status ?? 'UNKNOWN' } as const;
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
      if (isChargeable(order) && payment.total !== undefined) {
        return { kind: 'open', total: payment.total, ...(payment.intentId && { intentId: payment.intentId }) };
      }
      return hasEnded(order) ? { kind: 'undone' } : outOfOrder;
    case undefined:
      if (hasEnded(order)) {
        return { kind: 'undone' };
      }
      return isChargeable(order) ? undefined : outOfOrder;
  }
}
