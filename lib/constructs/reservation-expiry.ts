import { Duration } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Stage } from '../stage';
import type { OrderDatabase } from './database-access';
import { OrderFunction } from './order-function';
import { OrderMetrics } from './order-observability/order-metrics';
import { ORDER_TIMEOUT } from './order-saga-policies';
import { grantReadExecutions } from './read-executions';
import { ScheduledTask } from './scheduled-task';

const SWEEP_EVERY = Duration.minutes(15);
const SWEEP_TIMEOUT = Duration.minutes(2);

export interface ReservationExpiryProps {
  readonly stage: Stage;
  readonly database: OrderDatabase;
  /** Asked which orders it carries: while it does, their stock stays held. */
  readonly saga: IStateMachine;
  /**
   * How long stock stays held after the last change of an order that no saga carries any more. Until then an operator
   * can have a stopped one go on; afterwards its order can only be undone.
   * @default Duration.hours(24)
   */
  readonly expiresAfter?: Duration;
}

/** Gives back stock that nobody is going to sell: its saga is over or never began, and nothing has moved for long. */
export class ReservationExpiry extends Construct {
  /** @throws when stock could expire under a saga that is still running, and that this state machine does not know */
  constructor(scope: Construct, id: string, props: ReservationExpiryProps) {
    super(scope, id);
    const { stage, database, saga, expiresAfter = Duration.hours(24) } = props;
    if (expiresAfter.toSeconds() <= ORDER_TIMEOUT.toSeconds()) {
      throw new Error(
        `'expiresAfter' must be longer than a saga may run, ${ORDER_TIMEOUT.toHumanString()}, got ${expiresAfter.toHumanString()}`,
      );
    }

    const sweeper = new OrderFunction(this, 'ExpireReservations', {
      stage,
      handler: 'operations/expire-reservations',
      description: 'Gives back stock that is held for orders which no saga carries any more',
      timeout: SWEEP_TIMEOUT,
      database: { from: database, access: 'write' },
      environment: {
        SAGA_ARN: saga.stateMachineArn,
        RESERVATION_EXPIRES_AFTER_SECONDS: String(expiresAfter.toSeconds() * stage.delayScale),
      },
    });
    saga.grant(sweeper, 'states:ListExecutions');
    grantReadExecutions(sweeper.role as IRole, saga, ['states:DescribeExecution']);
    new ScheduledTask(this, 'Sweep', {
      what: 'The search for stock that is held for nobody',
      task: sweeper,
      every: SWEEP_EVERY,
      alarm: {
        customers: 'they cannot buy units that nobody else is going to buy',
        runbook: 'readings-silent#reservations',
      },
      excusedMinutes: new OrderMetrics(stage).minutesWithoutPostgres,
    });
  }
}
