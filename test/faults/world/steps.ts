import { createFlagFailedExecution } from '../../../lambdas/consumers/flag-failed-execution';
import { createSettlePayment } from '../../../lambdas/consumers/settle-payment';
import { createStartSaga } from '../../../lambdas/consumers/start-saga';
import type { SagaState } from '../../../lambdas/contracts/saga-state';
import { createExpireReservations } from '../../../lambdas/operations/expire-reservations/expire-reservations';
import { createRetryOrder } from '../../../lambdas/operations/repair/retry-order';
import type { OrderExecutions } from '../../../lambdas/ports/stuck-orders';
import type { HandleMessage } from '../../../lambdas/runtime/sqs-batch';
import { createReleaseInventory } from '../../../lambdas/saga/inventory/release-inventory';
import { createReserveInventory } from '../../../lambdas/saga/inventory/reserve-inventory';
import { createConfirmOrder } from '../../../lambdas/saga/order/confirm-order';
import { createRejectOrder } from '../../../lambdas/saga/order/reject-order';
import { createChargePayment } from '../../../lambdas/saga/payment/charge-payment';
import { createReconcilePayment } from '../../../lambdas/saga/payment/reconcile-payment';
import { createRefundPayment } from '../../../lambdas/saga/payment/refund-payment';
import { createBookShipment } from '../../../lambdas/saga/shipment/book-shipment';
import { createCancelShipment } from '../../../lambdas/saga/shipment/cancel-shipment';
import type { Ports } from './world';

export type StepOver = (ports: Ports) => (saga: SagaState) => Promise<unknown>;

/** The steps as deployed, by name of their state. */
export type Steps = Readonly<Record<string, StepOver>>;

export const STEPS: Steps = {
  ReserveInventory: createReserveInventory,
  ReleaseInventory: createReleaseInventory,
  ChargePayment: createChargePayment,
  RefundPayment: createRefundPayment,
  BookShipment: createBookShipment,
  CancelShipment: createCancelShipment,
  ConfirmOrder: createConfirmOrder,
  RejectOrder: createRejectOrder,
};

export interface Consumers {
  readonly StartSaga: (ports: Ports) => HandleMessage;
  readonly FlagFailedExecution: (ports: Ports) => HandleMessage;
  readonly SettlePayment: (ports: Ports) => HandleMessage;
}

export const CONSUMERS: Consumers = {
  StartSaga: ({ sagas, intake }) => createStartSaga({ sagas, intake, clock: { now: () => new Date(0) } }),
  FlagFailedExecution: createFlagFailedExecution,
  SettlePayment: ({ paymentRecords: records, payments, provider, signals }) =>
    createSettlePayment({
      reconcile: createReconcilePayment({
        ...{ records, payments, provider },
        refundPayment: createRefundPayment({ payments, provider }),
      }),
      signals,
      refundsOutside: { record: async () => {} },
    }),
};

export type Expire = (ports: Ports, executions: Pick<OrderExecutions, 'findRunning'>) => Promise<unknown>;

/** The sweeper of held stock, as it comes by when nothing has moved for long. */
export const EXPIRE: Expire = ({ held: reservations, inventory, orders }, executions) =>
  createExpireReservations({
    ...{ reservations, inventory, orders },
    executions: { ...executions, statusOf: async () => undefined }, // the list is complete
    signals: { count: () => {} },
    clock: { now: () => new Date(0) },
    budgetMs: Number.POSITIVE_INFINITY,
    expireAfterMs: 0,
  })();

export type Finish = (ports: Ports) => ReturnType<typeof createRetryOrder>;

/** What an operator has the console do with an order in repair. */
export const FINISH: Finish = createRetryOrder;
