import { createApiKey } from '../../gateways/api-key';
import { createAwsJsonApi } from '../../gateways/aws-json-api';
import { createIntakePersonalData } from '../../gateways/intake-personal-data';
import { createStripePaymentProvider } from '../../gateways/stripe-payment-provider';
import { connectThroughProxy, databaseVariables } from '../../persistence/postgres/connect-through-proxy';
import { createPostgresPaymentStore } from '../../persistence/postgres/payment-store';
import { systemClock } from '../../runtime/clock';
import { awsCredentials, awsEndpoint, awsRegion, readEnvironment } from '../../runtime/environment';
import { sagaStep } from '../../runtime/saga-step';
import { createChargePayment } from './charge-payment';

const environment = readEnvironment(
  ...databaseVariables,
  'INTAKE_TABLE',
  'PAYMENT_API_URL',
  'PAYMENT_API_KEY',
  'PAYMENT_SECRET_ARN',
);
const aws = createAwsJsonApi({ region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials });
const source = { key: environment.PAYMENT_API_KEY, secretArn: environment.PAYMENT_SECRET_ARN };
const apiKey = createApiKey(source, { aws, clock: systemClock });
const provider = createStripePaymentProvider({ url: environment.PAYMENT_API_URL, apiKey });
const payments = createPostgresPaymentStore({ database: connectThroughProxy(environment) });
const personalData = createIntakePersonalData({ aws, table: environment.INTAKE_TABLE });

export const handler = sagaStep(createChargePayment({ payments, provider, personalData }));
