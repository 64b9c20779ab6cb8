import { createApiKey } from '../../gateways/api-key';
import { createAwsJsonApi } from '../../gateways/aws-json-api';
import { createHttpCarrier } from '../../gateways/http-carrier';
import { connectThroughProxy, databaseVariables } from '../../persistence/postgres/connect-through-proxy';
import { createPostgresShipmentStore } from '../../persistence/postgres/shipment-store';
import { systemClock } from '../../runtime/clock';
import { awsCredentials, awsEndpoint, awsRegion, readEnvironment } from '../../runtime/environment';
import { sagaStep } from '../../runtime/saga-step';
import { createCancelShipment } from './cancel-shipment';

const environment = readEnvironment(...databaseVariables, 'CARRIER_API_URL', 'CARRIER_API_KEY', 'CARRIER_SECRET_ARN');
const aws = createAwsJsonApi({ region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials });
const source = { key: environment.CARRIER_API_KEY, secretArn: environment.CARRIER_SECRET_ARN };
const apiKey = createApiKey(source, { aws, clock: systemClock });
const carrier = createHttpCarrier({ url: environment.CARRIER_API_URL, apiKey });
const shipments = createPostgresShipmentStore({ database: connectThroughProxy(environment) });

export const handler = sagaStep(createCancelShipment({ shipments, carrier }));
