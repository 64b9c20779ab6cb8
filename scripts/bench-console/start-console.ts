import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { XRayClient } from '@aws-sdk/client-xray';
import { composeParts } from '../../console/compose';
import { createConsole } from '../../console/create-console';
import { connectDatabases } from '../../console/data/connect-databases';
import { consoleClient } from '../../console/data/console-client';
import { createLife } from '../../console/http/life';
import { createMetrics } from '../../console/metrics/metrics';
import { gatherFigures } from '../../console/overview/gather';
import { readMinutes, readOpenOrders } from '../../console/overview/order-figures';
import { createPoller } from '../../console/overview/poller';
import { documentClient } from '../../lambdas/persistence/dynamodb/clients';
import { systemClock } from '../../lambdas/runtime/clock';
import { unlogged } from '../../lambdas/runtime/unlogged';
import { awsStandIn } from './aws-stand-in';
import { takeTime } from './delays';
import { fillTables, TABLES } from './fill-tables';
import { standInQueue } from './stand-in-queue';

const LETTERS = 200;
const MAILS = 100;
const NOT_HERE = { missing: 'not in this benchmark' };
const URL_OF_IT = 'http://127.0.0.1';

export interface BenchedConsole {
  readonly base: string;
  close(): Promise<void>;
}

/** The console over this database, with everything else as slow as it is in AWS. Anybody is signed in as an operator. */
export async function startBenchedConsole(
  address: { readonly host: string; readonly port: number; readonly user: string; readonly password: string },
  orderIds: readonly string[],
): Promise<BenchedConsole> {
  const databases = connectDatabases(
    {
      DATABASE_HOST: address.host,
      DATABASE_PORT: address.port,
      DATABASE_READER_HOST: address.host,
      DATABASE_READER_PORT: address.port,
      DATABASE_NAME: 'postgres',
      DATABASE_USER: address.user,
      DATABASE_AUTH: 'password',
      DATABASE_PASSWORD: address.password,
    },
    { region: async () => '', credentials: async () => ({ accessKeyId: '', secretAccessKey: '' }) },
  );
  const aws = awsStandIn();
  const documents = documentClient(consoleClient(new DynamoDBClient(aws.settings)));
  await fillTables(documents, orderIds);
  aws.takeTimeFromNowOn();

  const life = createLife();
  const poller = createPoller(() =>
    gatherFigures(
      {
        minutes: () => readMinutes(databases.reader, new Date()),
        open: () => readOpenOrders(databases.reader),
        oldestWaiting: NOT_HERE,
        queues: NOT_HERE,
        circuits: NOT_HERE,
        alarms: NOT_HERE,
        drift: NOT_HERE,
      },
      systemClock,
    ),
  );
  const app = await createConsole(
    {
      publicUrl: URL_OF_IT,
      cookieSecrets: ['a secret of this benchmark and of nothing else'],
      logLevel: 'silent',
      signInOrigin: URL_OF_IT,
    },
    {
      ...composeParts(
        {
          databases,
          documents,
          sfn: consoleClient(new SFNClient(aws.settings)),
          lambda: new LambdaClient(aws.settings),
          xray: unlogged(new XRayClient(aws.settings)),
          queues: [standInQueue(orderIds.slice(0, LETTERS))],
        },
        {
          ...TABLES,
          SAGA_ARN: 'arn:aws:states:eu-central-1:111122223333:stateMachine:saga',
          UNDO_FUNCTIONS: { CancelShipment: '', RefundPayment: '', ReleaseInventory: '', RejectOrder: '' },
        },
        systemClock,
      ),
      mails,
      life,
      clock: systemClock,
      metrics: createMetrics(),
      identity: {
        begin: async () => ({
          url: new URL(`${URL_OF_IT}/sign-in/callback`),
          attempt: { state: '', nonce: '', verifier: '' },
        }),
        finish: async () => ({ subject: 'bench', name: 'bench', role: 'operator' }),
      },
      dependencies: {},
      poller,
    },
  );
  return {
    base: await app.listen({ host: '127.0.0.1', port: 0 }),
    async close() {
      life.endStreams();
      await app.close();
      await poller.stop();
      await Promise.all([databases.reader.close(), databases.writer.close()]);
    },
  };
}

async function mails() {
  await takeTime('mailbox');
  return Array.from({ length: MAILS }, (_, n) => ({
    id: `${n}`,
    to: ['ada@example.com'],
    subject: 'Your order is on its way',
    body: 'It was handed to the carrier.\n'.repeat(10),
    at: new Date().toISOString(),
  }));
}
