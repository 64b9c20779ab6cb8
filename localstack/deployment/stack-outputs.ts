import { readFileSync } from 'node:fs';
import { type ConsumerQueue, consumersIn } from '../../lib/consumer-outputs';
import { LocalCloudError } from '../processes/local-cloud-error';

export const OUTPUT_NAMES = [
  'ApiUrl',
  'EventBusName',
  'OrderQueueUrl',
  'OrderDeadLettersUrl',
  'PaymentEventQueueUrl',
  'PaymentEventDeadLettersUrl',
  'FailedExecutionsQueueUrl',
  'FailedExecutionsDeadLettersUrl',
  'SagaArn',
  'CancelShipmentFunctionName',
  'RefundPaymentFunctionName',
  'ReleaseInventoryFunctionName',
  'RejectOrderFunctionName',
  'IntakeTableName',
  'CircuitTableName',
  'FailureRecordsTableName',
  'DeliveriesTableName',
  'WebhookEndpointsTableName',
  'WebhookQueueUrl',
  'WebhookDeadLettersUrl',
] as const;

export type StackOutputs = Readonly<Record<(typeof OUTPUT_NAMES)[number], string>> & {
  readonly consumers: readonly ConsumerQueue[];
};

/** What the stacks export, whichever of them does.
 *
 * @throws LocalCloudError that lists what is missing */
export function readStackOutputs(file: string): StackOutputs {
  const byStack = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  const all: Record<string, string> = Object.assign({}, ...Object.values(byStack));
  const missing = OUTPUT_NAMES.filter((name) => !all[name]);
  if (missing.length > 0) {
    throw new LocalCloudError(`the stacks have no output ${missing.join(', ')}; see ${file}`);
  }
  return { ...(all as Record<(typeof OUTPUT_NAMES)[number], string>), consumers: consumersIn(all) };
}

/**
 * Where the emulator serves a REST API: by path, since a host name per API would need a resolver that knows it.
 *
 * @param apiUrl as CloudFormation writes it: https://{id}.execute-api.{region}.amazonaws.com/{stage}/
 */
export function localApiUrl(apiUrl: string, emulatorUrl: string): string {
  const { hostname, pathname } = new URL(apiUrl);
  const [id] = hostname.split('.');
  const stage = pathname.replaceAll('/', '');
  return `${emulatorUrl}/restapis/${id}/${stage}/_user_request_`;
}
