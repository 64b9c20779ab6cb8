import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Stage } from '../stage';
import type { OrderDatabase } from './database-access';
import { OrderFunction } from './order-function';

export interface OperatorFunctionsProps {
  readonly stage: Stage;
  readonly database: OrderDatabase;
}

/**
 * What operators' tools ask through functions, since the database is out of their reach. Who may invoke them is up to
 * the account's own roles: nothing of the workflow does.
 */
export class OperatorFunctions extends Construct {
  readonly findUnfinishedOrders: OrderFunction;

  constructor(scope: Construct, id: string, { stage, database }: OperatorFunctionsProps) {
    super(scope, id);
    this.findUnfinishedOrders = new OrderFunction(this, 'FindUnfinishedOrders', {
      stage,
      handler: 'operations/find-unfinished-orders',
      description: 'Tells operators which orders nobody has finished and which events wait',
      timeout: Duration.seconds(30),
      // The writer: an order that is finished must not be called stuck because a replica is behind.
      database: { from: database, access: 'write' },
    });
  }
}
