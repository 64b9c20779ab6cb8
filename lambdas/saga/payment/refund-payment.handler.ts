import { createAwsJsonApi } from '../../gateways/aws-json-api';
import { connectPaymentProvider, paymentVariables } from '../../gateways/connect-payment-provider';
import { connectThroughProxy, databaseVariables } from '../../persistence/postgres/connect-through-proxy';
import { createPostgresPaymentStore } from '../../persistence/postgres/payment-store';
import { awsCredentials, awsEndpoint, awsRegion, readEnvironment } from '../../runtime/environment';
import { sagaStep } from '../../runtime/saga-step';
import { createRefundPayment } from './refund-payment';

const environment = readEnvironment(...databaseVariables, ...paymentVariables);
const aws = createAwsJsonApi({ region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials });
const provider = connectPaymentProvider(environment, aws);
const payments = createPostgresPaymentStore({ database: connectThroughProxy(environment) });

export const handler = sagaStep(createRefundPayment({ payments, provider }));
