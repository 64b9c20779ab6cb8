import { addressesIn } from '../../../bin/cli/operated-queues';
import { startHttpDetour } from '../../../localstack/chaos/http-detour';
import { awsServices } from '../../../localstack/chaos/http-services';
import type { Endpoints } from '../../../localstack/endpoints';

export interface AwsCalls {
  /** For the environment of whoever is to be recorded. */
  readonly variables: Readonly<Record<string, string>>;
  /** What a role must allow for all that was called so far, in the words of `CONSOLE_PERMISSIONS`. */
  permissions(): readonly string[];
  close(): Promise<void>;
}

const SERVICES: Readonly<Record<string, string>> = { DynamoDB: 'dynamodb', StepFunctions: 'states', SQS: 'sqs' };

/** Stands before the emulator and writes down what is asked of it. */
export async function recordAwsCalls(endpoints: Endpoints): Promise<AwsCalls> {
  const { emulator, tables, undos } = endpoints;
  const seen = new Set<string>();
  const tableOf = (name: string): string =>
    Object.entries(tables).find(([, physical]) => physical === name)?.[0] ?? name;
  const queueOf = (url: string): string => {
    const isAt = (known: string): boolean => known.split('/').at(-1) === url.split('/').at(-1);
    const queue = addressesIn(endpoints).find(({ source, deadLetters }) => isAt(source) || isAt(deadLetters));
    return queue === undefined ? url : isAt(queue.deadLetters) ? 'deadLetters' : 'queue';
  };
  const subjectOf = (text: string): string => {
    const { TableName, IndexName, QueueUrl, executionArn, stateMachineArn } = JSON.parse(text) as Record<
      string,
      string
    >;
    if (TableName !== undefined) {
      return `${tableOf(TableName)}${IndexName === undefined ? '' : `/index/${IndexName}`}`;
    }
    return QueueUrl === undefined
      ? (executionArn && 'execution') || (stateMachineArn && 'saga') || text
      : queueOf(QueueUrl);
  };

  const detour = await startHttpDetour({
    to: () => emulator,
    service: awsServices,
    faults: ({ name, text }) => {
      const invoked = /^POST .*\/functions\/([^/]+)\/invocations/.exec(name)?.[1];
      if (invoked !== undefined) {
        const step = Object.entries(undos).find(
          ([, functionName]) => functionName === decodeURIComponent(invoked),
        )?.[0];
        seen.add(`lambda:InvokeFunction ${step ?? invoked}`);
        return undefined;
      }
      const [service = '', operation = ''] = name.split('.');
      // A batch needs the permission of its single calls.
      const action = operation.replace(/Batch$/, '');
      seen.add(`${SERVICES[service] ?? service}:${action} ${subjectOf(text)}`);
      return undefined;
    },
  });
  const url = `http://127.0.0.1:${detour.port}`;
  return {
    variables: {
      AWS_ENDPOINT_URL: url,
      // The address of a queue is where its client sends to.
      OPERATED_QUEUES: JSON.stringify(addressesIn(endpoints)).replaceAll(/https?:\/\/[^/"]+/g, url),
    },
    permissions: () => [...seen].sort(),
    close: () => detour.close(),
  };
}
