import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createSfnExecutionStatus } from '../../../lambdas/gateways/sfn-execution-status';
import { createSqsOperatedQueue } from '../../../lambdas/gateways/sqs-operated-queue';
import { createAssess } from '../../../lambdas/operations/dead-letters/assess';
import { createFindStanding } from '../../../lambdas/operations/dead-letters/find-standing';
import { createListQueues } from '../../../lambdas/operations/dead-letters/list-queues';
import type { OperatedQueue } from '../../../lambdas/operations/dead-letters/redrivable-queues';
import { createTreatLetters } from '../../../lambdas/operations/dead-letters/treat-letters';
import { createTriage } from '../../../lambdas/operations/dead-letters/triage';
import { documentClient } from '../../../lambdas/persistence/dynamodb/clients';
import { createDynamoFailureRecords } from '../../../lambdas/persistence/dynamodb/failure-records';
import { createDynamoIntakeStore } from '../../../lambdas/persistence/dynamodb/intake-store';
import { createDynamoOperatorActions } from '../../../lambdas/persistence/dynamodb/operator-actions';
import { createPostgresOrderReader } from '../../../lambdas/persistence/postgres/order-reader';
import type { IntakeStore } from '../../../lambdas/ports/intake-store';
import { systemClock } from '../../../lambdas/runtime/clock';
import { findTarget, type Target } from '../aws-target';
import { databaseOf } from '../database-of';
import { operatorName } from '../operator-name';
import { chosenQueues, type DeskOptions } from './queue-option';

/** Everything that the commands work with, connected to one system. */
export interface Desk {
  readonly queues: readonly OperatedQueue[];
  readonly listQueues: ReturnType<typeof createListQueues>;
  readonly triage: ReturnType<typeof createTriage>;
  readonly treat: ReturnType<typeof createTreatLetters>;
  readonly findStanding: ReturnType<typeof createFindStanding>;
  readonly intake: Pick<IntakeStore, 'find'>;
  readonly actions: ReturnType<typeof createDynamoOperatorActions>;
  /** Written beside everything that is done. */
  readonly operator: string;
}

/** Opens a desk, works at it, and closes it again. */
export async function atDesk<Result>(options: DeskOptions, work: (desk: Desk) => Promise<Result>): Promise<Result> {
  const target = await findTarget(options);
  const sqs = new SQSClient(target.client);
  const sfn = new SFNClient(target.client);
  const dynamo = new DynamoDBClient(target.client);
  const database = target.postgres === undefined ? undefined : databaseOf(target.postgres);
  try {
    const client = documentClient(dynamo);
    const intake = createDynamoIntakeStore({ client, table: target.tables.intake });
    const findStanding = createFindStanding({
      orders: database && createPostgresOrderReader({ database }),
      executions: createSfnExecutionStatus({ client: sfn, stateMachineArn: target.stateMachineArn }),
      intake,
    });
    const queues = chosenQueues(queuesOf(target, sqs), options);
    const history = createDynamoFailureRecords({ client, table: target.tables.failureRecords });
    const actions = createDynamoOperatorActions({ client, table: target.tables.failureRecords });
    return await work({
      queues,
      findStanding,
      intake,
      actions,
      listQueues: createListQueues({ queues }),
      triage: createTriage({ queues, assess: createAssess({ history, findStanding }) }),
      treat: createTreatLetters({ queues, actions, clock: systemClock }),
      operator: operatorName(),
    });
  } finally {
    await database?.close();
    for (const open of [sqs, sfn, dynamo]) {
      open.destroy();
    }
  }
}

const queuesOf = ({ queues }: Target, client: SQSClient): readonly OperatedQueue[] =>
  queues.map(({ name, kind, source, deadLetters }) => ({
    name,
    kind,
    ...createSqsOperatedQueue({ client, source, deadLetters }),
  }));
