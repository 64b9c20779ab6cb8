import { Construct } from 'constructs';
import type { Stage } from '../stage';
import type { CircuitTable } from './circuit-table';
import type { OrderDatabase } from './database-access';
import type { IntakeTable } from './intake-table';
import type { OrderEventBus } from './order-event-bus';
import { OrderFunction } from './order-function';
import type { OrderSagaFunctions } from './order-saga';
import { OUTSIDE_FUNCTION_TIMEOUT, STEP_FUNCTION_TIMEOUT } from './order-saga-policies';
import type { OutsideServices } from './outside-services';

export interface OrderStepsProps {
  readonly stage: Stage;
  readonly database: OrderDatabase;
  readonly intake: IntakeTable;
  readonly services: OutsideServices;
  readonly circuits: CircuitTable;
  readonly events: OrderEventBus;
}

/**
 * The functions of the saga's steps. Each may use the books, and those that change an order may say so; few may use
 * anything else.
 */
export class OrderSteps extends Construct {
  readonly functions: OrderSagaFunctions;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: OrderStepsProps,
  ) {
    super(scope, id);
    const { stage, intake, services, circuits, events } = props;
    const intakeTable = { INTAKE_TABLE: intake.table.tableName };
    const { payment, carrier } = services;
    /** Of every function that calls an outside service. */
    const behindCircuit = { CIRCUIT_TABLE: circuits.table.tableName, DELAY_SCALE: String(stage.delayScale) };

    const outside = (id: string, handler: string, description: string, environment: Readonly<Record<string, string>>) =>
      this.step(id, handler, description, { ...environment, ...behindCircuit }, OUTSIDE_FUNCTION_TIMEOUT);

    const chargePayment = outside('ChargePayment', 'payment/charge-payment', 'Charges the order, at most once', {
      ...payment.environment,
      ...intakeTable,
    });
    payment.grantUse(chargePayment);
    circuits.grantUse(chargePayment, 'payment-provider');
    intake.grantReadAttributes(chargePayment, ['paymentMethodId']);

    const refundPayment = outside(
      'RefundPayment',
      'payment/refund-payment',
      'Cancels the payment, or refunds it when it had succeeded',
      payment.environment,
    );
    payment.grantUse(refundPayment);
    circuits.grantUse(refundPayment, 'payment-provider');

    const bookShipment = outside('BookShipment', 'shipment/book-shipment', 'Books the parcel with the carrier', {
      ...carrier.environment,
      ...intakeTable,
    });
    carrier.grantUse(bookShipment);
    circuits.grantUse(bookShipment, 'carrier');
    intake.grantReadAttributes(bookShipment, ['shippingAddress']);

    const cancelShipment = outside(
      'CancelShipment',
      'shipment/cancel-shipment',
      'Cancels the parcel, booked or not',
      carrier.environment,
    );
    carrier.grantUse(cancelShipment);
    circuits.grantUse(cancelShipment, 'carrier');

    this.functions = {
      reserveInventory: this.step('ReserveInventory', 'inventory/reserve-inventory', 'Takes the lines out of stock'),
      releaseInventory: this.step('ReleaseInventory', 'inventory/release-inventory', 'Puts the lines back into stock'),
      chargePayment,
      refundPayment,
      bookShipment,
      cancelShipment,
      confirmOrder: this.step('ConfirmOrder', 'order/confirm-order', 'Makes the order final'),
      rejectOrder: this.step('RejectOrder', 'order/reject-order', 'Records why an order ended, or what needs repair'),
    };
    const { reserveInventory, confirmOrder, rejectOrder } = this.functions;
    for (const fn of [reserveInventory, chargePayment, refundPayment, bookShipment, confirmOrder, rejectOrder]) {
      events.letPublish(fn as OrderFunction);
    }
    for (const fn of [chargePayment, refundPayment, bookShipment, cancelShipment]) {
      events.letTellOfCircuits(fn);
    }
  }

  private step(
    id: string,
    handler: string,
    description: string,
    environment: Readonly<Record<string, string>> = {},
    timeout = STEP_FUNCTION_TIMEOUT,
  ): OrderFunction {
    return new OrderFunction(this, id, {
      stage: this.props.stage,
      handler: `saga/${handler}`,
      description,
      timeout,
      database: { from: this.props.database, access: 'write' },
      environment,
    });
  }
}
