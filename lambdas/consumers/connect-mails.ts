import { createAwsJsonApi } from '../gateways/aws-json-api';
import { createIntakeCustomerContact } from '../gateways/intake-customer-contact';
import { createSesMailer } from '../gateways/ses-mailer';
import { documentClient, dynamoClient } from '../persistence/dynamodb/clients';
import { createDynamoDeliveryLog } from '../persistence/dynamodb/delivery-log';
import { createIdempotencyStore } from '../persistence/dynamodb/idempotency-store';
import { systemClock } from '../runtime/clock';
import { awsCredentials, awsEndpoint, awsRegion, type Environment } from '../runtime/environment';
import { writeDownDelivery } from '../runtime/write-down-delivery';
import type { NotifyCustomerDependencies } from './notify-customer';

/** What the function that sends mails must find in its environment. */
export const mailVariables = [
  'INTAKE_TABLE',
  'IDEMPOTENCY_TABLE',
  'DELIVERIES_TABLE',
  'MAIL_FROM',
  'MAIL_TEMPLATE_PREFIX',
] as const;

/** What it works with: the mail service, the address, and the memory of what was sent. */
export function connectMails(env: Environment<(typeof mailVariables)[number]>): NotifyCustomerDependencies {
  const aws = { region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials };
  const client = dynamoClient();
  const deliveries = createDynamoDeliveryLog({ client: documentClient(client), table: env.DELIVERIES_TABLE });
  return {
    persistence: createIdempotencyStore({ client, table: env.IDEMPOTENCY_TABLE }),
    contact: createIntakeCustomerContact({ aws: createAwsJsonApi(aws), table: env.INTAKE_TABLE }),
    mailer: createSesMailer({ ...aws, from: env.MAIL_FROM, templatePrefix: env.MAIL_TEMPLATE_PREFIX }),
    deliveries,
    writeDown: writeDownDelivery(deliveries),
    clock: systemClock,
  };
}
