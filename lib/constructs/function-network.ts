import { type IVpc, Peer, Port, SecurityGroup, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { DatabaseNetwork } from './database-access';

const POSTGRES = Port.tcp(5432);

interface FunctionNetwork {
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly securityGroups: SecurityGroup[];
}

/**
 * Places a function beside the database, in a security group of its own: out to Postgres and to HTTPS services,
 * nothing in. The entrance of the database then names each function that may pass.
 */
export function functionNetwork(
  scope: Construct,
  functionId: string,
  network: DatabaseNetwork | undefined,
): FunctionNetwork | undefined {
  if (network === undefined) {
    return undefined;
  }
  const securityGroup = new SecurityGroup(scope, `${functionId}Network`, {
    vpc: network.vpc,
    description: `Outgoing traffic of ${functionId}`,
    allowAllOutbound: false,
  });
  securityGroup.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'AWS services, payment provider, carrier');
  securityGroup.connections.allowTo(network.entrance, POSTGRES, `${functionId} to Postgres`);

  return { vpc: network.vpc, vpcSubnets: network.subnets, securityGroups: [securityGroup] };
}
