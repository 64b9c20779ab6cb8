import { createAwsJsonApi } from '../../gateways/aws-json-api';
import { carrierVariables, connectCarrier } from '../../gateways/connect-carrier';
import { connectOutbox, outboxVariables } from '../../gateways/connect-outbox';
import { createIntakePersonalData } from '../../gateways/intake-personal-data';
import { createPostgresShipmentStore } from '../../persistence/postgres/shipment-store';
import { awsCredentials, awsEndpoint, awsRegion, readEnvironment } from '../../runtime/environment';
import { sagaStep } from '../../runtime/saga-step';
import { createBookShipment } from './book-shipment';

const environment = readEnvironment(...outboxVariables, ...carrierVariables, 'INTAKE_TABLE');
const aws = createAwsJsonApi({ region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials });
const { database, thenPublish } = connectOutbox(environment, aws);
const carrier = connectCarrier(environment, aws);
const shipments = createPostgresShipmentStore({ database });
const personalData = createIntakePersonalData({ aws, table: environment.INTAKE_TABLE });

export const handler = sagaStep(thenPublish(createBookShipment({ shipments, carrier, personalData })));
