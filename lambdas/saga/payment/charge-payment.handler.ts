import { createAwsJsonApi } from '../../gateways/aws-json-api';
import { connectOutbox, outboxVariables } from '../../gateways/connect-outbox';
import { connectPaymentProvider, paymentVariables } from '../../gateways/connect-payment-provider';
import { createIntakePersonalData } from '../../gateways/intake-personal-data';
import { createPostgresPaymentStore } from '../../persistence/postgres/payment-store';
import { awsCredentials, awsEndpoint, awsRegion, readEnvironment } from '../../runtime/environment';
import { sagaStep } from '../../runtime/saga-step';
import { createChargePayment } from './charge-payment';

const environment = readEnvironment(...outboxVariables, ...paymentVariables, 'INTAKE_TABLE');
const aws = createAwsJsonApi({ region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials });
const { database, thenPublish } = connectOutbox(environment, aws);
const provider = connectPaymentProvider(environment, aws);
const payments = createPostgresPaymentStore({ database });
const personalData = createIntakePersonalData({ aws, table: environment.INTAKE_TABLE });

export const handler = sagaStep(thenPublish(createChargePayment({ payments, provider, personalData })));
