import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  IpAddresses,
  type IVpc,
  type SubnetSelection,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface OrderNetworkProps {
  /**
   * Number of availability zones.
   * @default 2, the fewest that Aurora accepts
   */
  readonly zones?: number;
  /**
   * Number of NAT gateways. With fewer than zones, losing a zone that has one cuts off functions in another.
   * @default 1
   */
  readonly natGateways?: number;
}

/** Three tiers: a way out at the edge, functions in the middle, and databases that can reach nothing. */
export class OrderNetwork extends Construct {
  readonly vpc: IVpc;
  readonly functionSubnets: SubnetSelection = { subnetGroupName: 'functions' };
  readonly databaseSubnets: SubnetSelection = { subnetGroupName: 'databases' };

  constructor(scope: Construct, id: string, props: OrderNetworkProps = {}) {
    super(scope, id);

    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.40.0.0/16'),
      maxAzs: props.zones ?? 2,
      natGateways: props.natGateways ?? 1,
      subnetConfiguration: [
        { name: 'edge', subnetType: SubnetType.PUBLIC, cidrMask: 26, mapPublicIpOnLaunch: false },
        { name: 'functions', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 20 },
        { name: 'databases', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 26 },
      ],
      // The tables are then reached inside AWS and not through a NAT gateway, which bills every gigabyte.
      gatewayEndpoints: {
        DynamoDb: { service: GatewayVpcEndpointAwsService.DYNAMODB, subnets: [{ subnetGroupName: 'functions' }] },
        S3: { service: GatewayVpcEndpointAwsService.S3, subnets: [{ subnetGroupName: 'functions' }] },
      },
    });
    // A cast, since the library's own class declares an optional property more loosely than its interface.
    this.vpc = vpc as IVpc;
    vpc.addFlowLog('FlowLog', {
      destination: FlowLogDestination.toCloudWatchLogs(
        new LogGroup(this, 'FlowLogs', { retention: RetentionDays.THREE_MONTHS }),
      ),
    });
  }
}
