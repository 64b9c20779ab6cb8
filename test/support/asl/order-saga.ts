import { App, Stack } from 'aws-cdk-lib';
import { OrderSaga } from '../../../lib/constructs/order-saga';
import { type AslDefinition, definitionsOf } from './definition';
import { stubFunction } from './stub-function';

/** Synthesizes the order saga over functions that are never called. */
export function synthesizeOrderSaga(): {
  readonly definition: AslDefinition;
  readonly saga: OrderSaga;
  readonly stack: Stack;
} {
  const stack = new Stack(new App(), 'OrderSagaTest');
  const saga = new OrderSaga(stack, 'OrderSaga', {
    functions: {
      reserveInventory: stubFunction(stack, 'ReserveInventory'),
      releaseInventory: stubFunction(stack, 'ReleaseInventory'),
      chargePayment: stubFunction(stack, 'ChargePayment'),
      refundPayment: stubFunction(stack, 'RefundPayment'),
      bookShipment: stubFunction(stack, 'BookShipment'),
      cancelShipment: stubFunction(stack, 'CancelShipment'),
      confirmOrder: stubFunction(stack, 'ConfirmOrder'),
      rejectOrder: stubFunction(stack, 'RejectOrder'),
    },
  });
  return { definition: definitionsOf(stack)(saga.stateMachine), saga, stack };
}
