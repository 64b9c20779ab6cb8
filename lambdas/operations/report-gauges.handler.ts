import { createAwsJsonApi } from '../gateways/aws-json-api';
import { createDynamoDbCircuitGauges } from '../gateways/dynamodb-circuit-gauges';
import { connectThroughProxy, databaseVariables } from '../persistence/postgres/connect-through-proxy';
import { createPostgresOrderGauges } from '../persistence/postgres/order-gauges';
import { systemClock } from '../runtime/clock';
import { awsCredentials, awsEndpoint, awsRegion, readEnvironment } from '../runtime/environment';
import { scheduled } from '../runtime/scheduled';
import { createReadGauges } from './gauges/read-gauges';
import { createReportGauges } from './gauges/report-gauges';

const env = readEnvironment('CIRCUIT_TABLE', ...databaseVariables);
const aws = createAwsJsonApi({ region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials });
const orders = createPostgresOrderGauges({ database: connectThroughProxy(env) });
const circuits = createDynamoDbCircuitGauges({ aws, table: env.CIRCUIT_TABLE });
const readGauges = createReadGauges({ orders, circuits, clock: systemClock });

export const handler = scheduled('report-gauges', createReportGauges({ readGauges }));
