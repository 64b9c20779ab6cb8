import { createAwsJsonApi } from '../../gateways/aws-json-api';
import { connectPaymentProvider, paymentVariables } from '../../gateways/connect-payment-provider';
import { createIntakePersonalData } from '../../gateways/intake-personal-data';
import { connectThroughProxy, databaseVariables } from '../../persistence/postgres/connect-through-proxy';
import { createPostgresPaymentStore } from '../../persistence/postgres/payment-store';
import { awsCredentials, awsEndpoint, awsRegion, readEnvironment } from '../../runtime/environment';
import { sagaStep } from '../../runtime/saga-step';
import { createChargePayment } from './charge-payment';

const environment = readEnvironment(...databaseVariables, ...paymentVariables, 'INTAKE_TABLE');
const aws = createAwsJsonApi({ region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials });
const provider = connectPaymentProvider(environment, aws);
const payments = createPostgresPaymentStore({ database: connectThroughProxy(environment) });
const personalData = createIntakePersonalData({ aws, table: environment.INTAKE_TABLE });

export const handler = sagaStep(createChargePayment({ payments, provider, personalData }));
