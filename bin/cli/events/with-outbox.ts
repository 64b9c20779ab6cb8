import { LambdaClient } from '@aws-sdk/client-lambda';
import { createPostgresOutbox } from '../../../lambdas/persistence/postgres/outbox';
import { findTarget, type TargetOptions } from '../aws-target';
import { databaseOf } from '../database-of';
import { createRemoteOutbox, type LookedAfterOutbox } from './remote-outbox';

/** Connects to the outbox of one system, wherever it runs, asks it, and closes the connection again. */
export async function withOutbox<Answer>(
  options: TargetOptions,
  ask: (outbox: LookedAfterOutbox) => Promise<Answer>,
): Promise<Answer> {
  const target = await findTarget(options);
  if (target.postgres === undefined) {
    const client = new LambdaClient(target.client);
    try {
      return await ask(createRemoteOutbox({ client, functionName: target.unfinishedOrdersFunction }));
    } finally {
      client.destroy();
    }
  }
  const database = databaseOf(target.postgres);
  try {
    return await ask(createPostgresOutbox({ database }));
  } finally {
    await database.close();
  }
}
