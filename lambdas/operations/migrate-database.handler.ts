import { createAwsJsonApi } from '../gateways/aws-json-api';
import { admitApplicationUser } from '../persistence/application-user';
import { migrate } from '../persistence/migrate';
import { awsCredentials, awsEndpoint, awsRegion, readEnvironment } from '../runtime/environment';
import { scheduled } from '../runtime/scheduled';
import { createMigrateDatabase, migrationVariables } from './migrate-database';
import { createOwnerCredentials } from './owner-credentials';

const environment = readEnvironment(...migrationVariables);
const aws = createAwsJsonApi({ region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials });
const readOwner = createOwnerCredentials({ aws, secretArn: environment.DATABASE_OWNER_SECRET_ARN });

export const handler = scheduled(
  'migrate-database',
  createMigrateDatabase({ environment, readOwner, migrate: (target) => migrate(target), admitApplicationUser }),
);
