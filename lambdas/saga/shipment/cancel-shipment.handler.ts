import { createAwsJsonApi } from '../../gateways/aws-json-api';
import { carrierVariables, connectCarrier } from '../../gateways/connect-carrier';
import { connectThroughProxy, databaseVariables } from '../../persistence/postgres/connect-through-proxy';
import { createPostgresShipmentStore } from '../../persistence/postgres/shipment-store';
import { awsCredentials, awsEndpoint, awsRegion, readEnvironment } from '../../runtime/environment';
import { sagaStep } from '../../runtime/saga-step';
import { createCancelShipment } from './cancel-shipment';

const environment = readEnvironment(...databaseVariables, ...carrierVariables);
const aws = createAwsJsonApi({ region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials });
const carrier = connectCarrier(environment, aws);
const shipments = createPostgresShipmentStore({ database: connectThroughProxy(environment) });

export const handler = sagaStep(createCancelShipment({ shipments, carrier }));
