import path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { DatabaseCluster } from 'aws-cdk-lib/aws-rds';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Trigger } from 'aws-cdk-lib/triggers';
import { Construct } from 'constructs';
import type { CloudStage } from '../stage';
import type { DatabaseNetwork, OrderDatabase } from './database-access';
import { HANDLERS_ROOT } from './handler-bundles';
import { OrderFunction } from './order-function';

/** All migrations that are new; each session waits for a lock for half a minute, and no statement has a bound of its own. */
const MIGRATE_TIMEOUT = Duration.minutes(10);
/** How long a deployment waits for the answer: longer, so that it hears why a migration failed. */
const WAIT_TIMEOUT = Duration.minutes(11);

export interface DatabaseMigrationsProps {
  readonly stage: CloudStage;
  readonly cluster: DatabaseCluster;
  /** Where RDS keeps the password of the owner of the schema. */
  readonly ownerSecret: ISecret;
  readonly network: DatabaseNetwork;
  readonly databaseName: string;
  /** Role that the functions log in as: created without a password, for IAM to decide. */
  readonly applicationUser: string;
}

/**
 * Brings the schema up to date on every deployment that changes the migrations, before anything that needs it is
 * deployed. When a migration fails, so does the deployment, and the functions of before go on with the schema of
 * before: each migration runs in one transaction and must suit the functions that are still running.
 *
 * It goes to the cluster itself: the lock that keeps two migrations apart belongs to a session, which a pool does not keep.
 */
export class DatabaseMigrations extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseMigrationsProps) {
    super(scope, id);
    const { cluster, ownerSecret, network } = props;

    const owner: OrderDatabase = {
      network,
      environment: () => ({
        DATABASE_HOST: cluster.clusterEndpoint.hostname,
        DATABASE_PORT: '5432',
        DATABASE_NAME: props.databaseName,
        DATABASE_OWNER_SECRET_ARN: ownerSecret.secretArn,
        DATABASE_USER: props.applicationUser,
      }),
      grantConnect: ({ grantPrincipal }) =>
        grantPrincipal.addToPrincipalPolicy(
          new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [ownerSecret.secretArn] }),
        ),
    };
    const migrate = new OrderFunction(this, 'Migrate', {
      stage: props.stage,
      handler: 'operations/migrate-database',
      description: 'Applies the migrations that the database does not have yet',
      timeout: MIGRATE_TIMEOUT,
      database: { from: owner, access: 'write' },
      files: { migrations: path.join(HANDLERS_ROOT, 'persistence/migrations') },
      // The cluster's certificate is signed by an authority of RDS, which Node does not know by itself.
      environment: { NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem' },
    });

    new Trigger(this, 'OnDeploy', {
      handler: migrate,
      timeout: WAIT_TIMEOUT,
      // The rules that open the way to the cluster belong to the security groups on both of its ends.
      executeAfter: [cluster, network.entrance, ...migrate.connections.securityGroups].map((part) => part as Construct),
    });
  }
}
