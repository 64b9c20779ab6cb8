import { createAwsJsonApi } from '../../gateways/aws-json-api';
import { carrierVariables, connectCarrier } from '../../gateways/connect-carrier';
import { createIntakePersonalData } from '../../gateways/intake-personal-data';
import { connectThroughProxy, databaseVariables } from '../../persistence/postgres/connect-through-proxy';
import { createPostgresShipmentStore } from '../../persistence/postgres/shipment-store';
import { awsCredentials, awsEndpoint, awsRegion, readEnvironment } from '../../runtime/environment';
import { sagaStep } from '../../runtime/saga-step';
import { createBookShipment } from './book-shipment';

const environment = readEnvironment(...databaseVariables, ...carrierVariables, 'INTAKE_TABLE');
const aws = createAwsJsonApi({ region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials });
const carrier = connectCarrier(environment, aws);
const shipments = createPostgresShipmentStore({ database: connectThroughProxy(environment) });
const personalData = createIntakePersonalData({ aws, table: environment.INTAKE_TABLE });

export const handler = sagaStep(createBookShipment({ shipments, carrier, personalData }));
