import type { SagaState } from '../../../lambdas/contracts/saga-state';
import type { Order, OrderLine } from '../../../lambdas/domain/order';

/** Order ids that tests can tell apart. */
export const orderIdOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const orderOf = (lines: readonly OrderLine[], changes: Partial<Order> = {}): Order => ({
  orderId: orderIdOf(1),
  customerId: 'customer-1',
  lines,
  acceptedAt: '2026-05-04T10:00:00.000Z',
  ...changes,
});

export const orderForTea = (quantity = 2, changes: Partial<Order> = {}): Order =>
  orderOf([{ sku: 'TEA', quantity }], changes);

/** The state of a saga that carries this order, as Step Functions hands it to a step. */
export const sagaOf = (order: Order, changes: Partial<SagaState> = {}): SagaState => ({
  ...order,
  lines: [...order.lines],
  schemaVersion: 1,
  ...changes,
});
