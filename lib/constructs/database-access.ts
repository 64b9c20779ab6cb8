import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IDatabaseCluster } from 'aws-cdk-lib/aws-rds';

/**
 * `read` is answered by a replica that may be a little behind, and by the writer when that shows less than the caller
 * has seen; whoever decides anything needs `write`.
 */
export type DatabaseAccess = 'read' | 'write';

export interface DatabaseNetwork {
  readonly vpc: IVpc;
  /** Where functions live: private, with a way out to the services that they call. */
  readonly subnets: SubnetSelection;
  /** Guards the database's entrance. */
  readonly entrance: ISecurityGroup;
}

/** Postgres as a function sees it, whether it is pooled in AWS or a process on the same machine. */
export interface OrderDatabase {
  /** @default - reached without a network of its own */
  readonly network?: DatabaseNetwork | undefined;
  /** @default - no cluster that is paid for by its capacity */
  readonly cluster?: Pick<IDatabaseCluster, 'metric'> | undefined;
  environment(access: DatabaseAccess): Readonly<Record<string, string>>;
  /** Lets a function, or another role, connect. */
  grantConnect(grantee: IGrantable): void;
}
