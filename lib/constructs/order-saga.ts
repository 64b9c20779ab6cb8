import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { FailureName } from '../../lambdas/domain/failures';
import { RejectionName } from '../../lambdas/domain/rejections';
import {
  ACTION,
  COMPENSATION,
  MUST_END_WITHIN,
  ORDER_TIMEOUT,
  OUTSIDE,
  PIVOT,
  WAIT_AT_LEAST,
  WAITING,
} from './order-saga-policies';
import { Saga } from './saga';

export interface OrderSagaFunctions {
  readonly reserveInventory: LambdaFunction;
  readonly releaseInventory: LambdaFunction;
  readonly chargePayment: LambdaFunction;
  readonly refundPayment: LambdaFunction;
  readonly bookShipment: LambdaFunction;
  readonly cancelShipment: LambdaFunction;
  readonly confirmOrder: LambdaFunction;
  readonly rejectOrder: LambdaFunction;
}

export interface OrderSagaProps {
  readonly functions: OrderSagaFunctions;
}

/** What happens to an order. Read the steps from top to bottom; undos run from bottom to top. */
export class OrderSaga extends Saga {
  constructor(scope: Construct, id: string, { functions }: OrderSagaProps) {
    super(scope, id, {
      steps: [
        {
          name: 'ReserveInventory',
          kind: 'compensable',
          action: functions.reserveInventory,
          compensation: { name: 'ReleaseInventory', action: functions.releaseInventory, ...COMPENSATION },
          ...ACTION,
        },
        {
          name: 'ChargePayment',
          kind: 'compensable',
          action: functions.chargePayment,
          compensation: { name: 'RefundPayment', action: functions.refundPayment, ...COMPENSATION, ...OUTSIDE },
          calledOff: [RejectionName.OrderUndone],
          ...ACTION,
          ...OUTSIDE,
        },
        {
          name: 'BookShipment',
          kind: 'compensable',
          action: functions.bookShipment,
          compensation: { name: 'CancelShipment', action: functions.cancelShipment, ...COMPENSATION, ...OUTSIDE },
          calledOff: [RejectionName.OrderUndone],
          ...ACTION,
          ...OUTSIDE,
        },
        // From here on the order stands: stock is sold, and nothing is undone any more.
        { name: 'ConfirmOrder', kind: 'pivot', action: functions.confirmOrder, ...PIVOT },
      ],

      // Ends every other way: as rejected when all is undone, else as failed with what an operator must finish.
      close: { name: 'RejectOrder', action: functions.rejectOrder, ...COMPENSATION },

      rejections: Object.values(RejectionName),
      neverRetried: [
        ...[FailureName.InvalidInput, FailureName.OrderConfirmed],
        ...[FailureName.ParcelMayHaveLeft, FailureName.RefundFailed, FailureName.NeedsRepair],
      ],
      waiting: { errors: [FailureName.DependencyUnavailable], retry: WAITING, atLeast: WAIT_AT_LEAST },

      timeout: ORDER_TIMEOUT,
      mustEndWithin: MUST_END_WITHIN,
    });
  }
}
