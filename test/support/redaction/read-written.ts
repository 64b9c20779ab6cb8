import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { GetExecutionHistoryCommand, paginateListExecutions, SFNClient } from '@aws-sdk/client-sfn';
import { createAwsJsonApi } from '../../../lambdas/gateways/aws-json-api';
import { createLogReader } from '../../../localstack/alarms/observe-logs';
import { emulatorClient } from '../../../localstack/aws';
import type { Endpoints } from '../../../localstack/endpoints';
import type { Written } from './find-leaks';

/** Everything that the local cloud has written about orders for somebody to read: logs, histories, traces. */
export async function readWritten(endpoints: Endpoints): Promise<readonly Written[]> {
  return [
    ...(await readLogs(endpoints)),
    ...readFiles(endpoints),
    ...(await readHistories(endpoints)),
    ...readTraces(endpoints),
  ];
}

async function readLogs({ emulator }: Endpoints): Promise<readonly Written[]> {
  const client = emulatorClient(emulator);
  const logs = createLogReader({ aws: createAwsJsonApi({ ...client, credentials: () => client.credentials }) });
  const lines = await logs.lines({ groups: await logs.groups(), from: 0, to: Date.now() });
  return lines.map(({ group, message }) => ({ where: `log ${group}`, text: message }));
}

/** Of the parts that are ours and write no logs to the emulator: Postgres, its replica, the console. */
const OWN_LOG = /^(?:postgres|replica|console).*\.log$/;

function readFiles({ stateDirectory }: Endpoints): readonly Written[] {
  const directory = path.join(stateDirectory, 'logs');
  return readdirSync(directory)
    .filter((name) => OWN_LOG.test(name))
    .flatMap((name) => linesOf(path.join(directory, name), `log ${name}`));
}

const linesOf = (file: string, where: string): readonly Written[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .map((text) => ({ where, text }));

async function readHistories({ emulator, stateMachineArn }: Endpoints): Promise<readonly Written[]> {
  const sfn = new SFNClient(emulatorClient(emulator));
  try {
    const written: Written[] = [];
    for await (const { executions = [] } of paginateListExecutions({ client: sfn }, { stateMachineArn })) {
      for (const { executionArn, name } of executions) {
        const { events } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }));
        written.push({ where: `history ${name}`, text: JSON.stringify(events) });
      }
    }
    return written;
  } finally {
    sfn.destroy();
  }
}

function readTraces({ traces }: Endpoints): readonly Written[] {
  return existsSync(traces.directory)
    ? readdirSync(traces.directory)
        .map((file) => path.join(traces.directory, file))
        .filter((file) => statSync(file).isFile())
        .flatMap((file) => linesOf(file, `trace ${path.basename(file)}`))
    : [];
}
