import { createAwsJsonApi } from '../gateways/aws-json-api';
import { admitApplicationUser } from '../persistence/application-user';
import { migrate } from '../persistence/migrate';
import { awsCredentials, awsEndpoint, awsRegion, readEnvironment } from '../runtime/environment';
import { scheduled } from '../runtime/scheduled';
import { createMigrateDatabase } from './migrate-database';
import { createOwnerCredentials } from './owner-credentials';

const env = readEnvironment(
  'DATABASE_HOST',
  'DATABASE_PORT',
  'DATABASE_NAME',
  'DATABASE_OWNER_SECRET_ARN',
  'DATABASE_USER',
);
const aws = createAwsJsonApi({ region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials });
const server = {
  host: env.DATABASE_HOST,
  port: env.DATABASE_PORT,
  database: env.DATABASE_NAME,
  ssl: { rejectUnauthorized: true },
} as const;

export const handler = scheduled(
  'migrate-database',
  createMigrateDatabase({
    readOwner: createOwnerCredentials({ aws, secretArn: env.DATABASE_OWNER_SECRET_ARN }),
    migrate: (owner) => migrate({ ...server, ...owner }),
    admitApplicationUser: (owner) => admitApplicationUser({ ...server, ...owner }, env.DATABASE_USER),
  }),
);
