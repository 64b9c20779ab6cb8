import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { PutTraceSegmentsCommand, XRayClient } from '@aws-sdk/client-xray';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { STEP_CALL_BOUNDS } from '../../lambdas/gateways/lambda-steps';
import { createSqsOperatedQueue } from '../../lambdas/gateways/sqs-operated-queue';
import type { OperatedQueue } from '../../lambdas/operations/dead-letters/redrivable-queues';
import { documentClient } from '../../lambdas/persistence/dynamodb/clients';
import { AWS_CLIENT_BOUNDS } from '../../lambdas/runtime/aws-client-bounds';
import { unlogged } from '../../lambdas/runtime/unlogged';
import type { ConsoleEnvironment } from '../environment';
import { createSegmentSender, type SegmentSender } from '../tracing/segment-sender';
import { connectDatabases, type Databases } from './connect-databases';
import { consoleClient } from './console-client';

/** Everything that the console talks to. */
export interface Connections {
  readonly databases: Databases;
  readonly sfn: SFNClient;
  readonly lambda: LambdaClient;
  readonly xray: XRayClient;
  /** Where spans of the console itself go. */
  readonly segments: SegmentSender;
  readonly cloudWatch: CloudWatchClient;
  readonly documents: DynamoDBDocumentClient;
  readonly queues: readonly OperatedQueue[];
  close(): Promise<void>;
}

export function connect(environment: ConsoleEnvironment): Connections {
  const sqs = consoleClient(new SQSClient(AWS_CLIENT_BOUNDS));
  const sfn = consoleClient(new SFNClient(AWS_CLIENT_BOUNDS));
  const lambda = consoleClient(new LambdaClient(STEP_CALL_BOUNDS));
  const dynamo = consoleClient(new DynamoDBClient(AWS_CLIENT_BOUNDS));
  const xray = unlogged(new XRayClient(AWS_CLIENT_BOUNDS)); // takes the spans, so its own calls are none
  const cloudWatch = unlogged(new CloudWatchClient(AWS_CLIENT_BOUNDS));
  const databases = connectDatabases(environment, {
    region: () => sqs.config.region(),
    credentials: () => sqs.config.credentials(),
  });
  return {
    databases,
    sfn,
    lambda,
    xray,
    segments: createSegmentSender({
      put: (documents) => xray.send(new PutTraceSegmentsCommand({ TraceSegmentDocuments: [...documents] })),
    }),
    cloudWatch,
    documents: documentClient(dynamo),
    queues: environment.OPERATED_QUEUES.map(({ name, kind, source, deadLetters }) => ({
      name,
      kind,
      ...createSqsOperatedQueue({ client: sqs, source, deadLetters }),
    })),
    async close() {
      await Promise.all([databases.reader.close(), databases.writer.close()]);
      for (const client of [sqs, sfn, lambda, dynamo, xray, cloudWatch]) {
        client.destroy();
      }
    },
  };
}
