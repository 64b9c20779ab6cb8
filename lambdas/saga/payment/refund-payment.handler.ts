import { createAwsJsonApi } from '../../gateways/aws-json-api';
import { connectOutbox, outboxVariables } from '../../gateways/connect-outbox';
import { connectPaymentProvider, paymentVariables } from '../../gateways/connect-payment-provider';
import { createPostgresPaymentStore } from '../../persistence/postgres/payment-store';
import { awsCredentials, awsEndpoint, awsRegion, readEnvironment } from '../../runtime/environment';
import { sagaStep } from '../../runtime/saga-step';
import { createRefundPayment } from './refund-payment';

const environment = readEnvironment(...outboxVariables, ...paymentVariables);
const aws = createAwsJsonApi({ region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials });
const { database, thenPublish } = connectOutbox(environment, aws);
const provider = connectPaymentProvider(environment, aws);
const payments = createPostgresPaymentStore({ database });

export const handler = sagaStep(thenPublish(createRefundPayment({ payments, provider })));
