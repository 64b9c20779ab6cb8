import { createApiKey } from '../../gateways/api-key';
import { createAwsJsonApi } from '../../gateways/aws-json-api';
import { createStripePaymentProvider } from '../../gateways/stripe-payment-provider';
import { connectThroughProxy, databaseVariables } from '../../persistence/postgres/connect-through-proxy';
import { createPostgresPaymentStore } from '../../persistence/postgres/payment-store';
import { systemClock } from '../../runtime/clock';
import { awsCredentials, awsEndpoint, awsRegion, readEnvironment } from '../../runtime/environment';
import { sagaStep } from '../../runtime/saga-step';
import { createRefundPayment } from './refund-payment';

const environment = readEnvironment(...databaseVariables, 'PAYMENT_API_URL', 'PAYMENT_API_KEY', 'PAYMENT_SECRET_ARN');
const aws = createAwsJsonApi({ region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials });
const source = { key: environment.PAYMENT_API_KEY, secretArn: environment.PAYMENT_SECRET_ARN };
const apiKey = createApiKey(source, { aws, clock: systemClock });
const provider = createStripePaymentProvider({ url: environment.PAYMENT_API_URL, apiKey });
const payments = createPostgresPaymentStore({ database: connectThroughProxy(environment) });

export const handler = sagaStep(createRefundPayment({ payments, provider }));
