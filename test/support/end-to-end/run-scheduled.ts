import { AwsClient } from 'aws4fetch';
import { emulatorClient } from '../../../localstack/aws';
import { localCloud } from '../local-cloud';

interface FunctionEntry {
  readonly FunctionName: string;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
}

/** Has a function run now that a schedule would run later. @returns its answer */
export async function runScheduled(service: string): Promise<unknown> {
  const { emulator } = localCloud();
  const { credentials, region } = emulatorClient(emulator);
  const aws = new AwsClient({ ...credentials, region, service: 'lambda' });
  const functions = `${emulator}/2015-03-31/functions`;

  const listing = await aws.fetch(`${functions}/?MaxItems=1000`);
  const { Functions } = (await listing.json()) as { readonly Functions: readonly FunctionEntry[] };
  const found = Functions.find(({ Environment }) => Environment?.Variables?.['POWERTOOLS_SERVICE_NAME'] === service);
  if (found === undefined) {
    throw new Error(`there is no function '${service}'`);
  }
  const answer = await aws.fetch(`${functions}/${found.FunctionName}/invocations`, { method: 'POST', body: '{}' });
  const payload = await answer.text();
  if (!answer.ok || answer.headers.has('x-amz-function-error')) {
    throw new Error(`${service} failed with ${answer.status}: ${payload}`);
  }
  return JSON.parse(payload);
}
