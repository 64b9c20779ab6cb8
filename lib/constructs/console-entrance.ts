import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IPeer, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { FargateService } from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ListenerAction,
  ListenerCertificate,
  ListenerCondition,
  XffHeaderProcessingMode,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge';
import type { CloudStage, ConsoleStage } from '../stage';
import { CONSOLE_END, CONSOLE_PORT } from './console-service';
import type { DatabaseNetwork } from './database-access';

const peerOf = (scraper: string): IPeer =>
  scraper.startsWith('sg-') ? Peer.securityGroupId(scraper) : Peer.ipv4(scraper);

const LOG_PREFIX = 'console';

export interface ConsoleEntranceProps {
  readonly stage: CloudStage;
  readonly settings: ConsoleStage;
  readonly network: DatabaseNetwork;
  readonly service: FargateService;
}

/** The way in: a load balancer inside the network, by TLS, for the addresses that the company names. */
export class ConsoleEntrance extends Construct {
  constructor(scope: Construct, id: string, { stage, settings, network, service }: ConsoleEntranceProps) {
    super(scope, id);

    const securityGroup = new SecurityGroup(this, 'Group', {
      vpc: network.vpc,
      description: 'Operators to the console',
      allowAllOutbound: false,
    });
    for (const range of settings.admitted) {
      securityGroup.addIngressRule(Peer.ipv4(range), Port.HTTPS, 'Operators');
    }
    const loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc: network.vpc,
      vpcSubnets: network.subnets,
      internetFacing: false,
      securityGroup,
      dropInvalidHeaderFields: true,
      deletionProtection: stage.production,
      // Longer than the heartbeat of a stream, and than an undo of which every step takes all of its time.
      idleTimeout: Duration.seconds(120),
      // By this header the console tells who comes from outside.
      xffHeaderProcessingMode: XffHeaderProcessingMode.APPEND,
    });
    this.writeAccessLogs(loadBalancer, stage);

    const listener = loadBalancer.addListener('Https', {
      port: 443,
      protocol: ApplicationProtocol.HTTPS,
      certificates: [ListenerCertificate.fromArn(settings.certificateArn)],
      open: false,
    });
    listener.addTargets('Console', {
      port: CONSOLE_PORT,
      protocol: ApplicationProtocol.HTTP,
      targets: [service],
      deregistrationDelay: CONSOLE_END.shutdown,
      // How far a replay is, and what was seen of the dead letters, is known to the task alone that was asked for it.
      stickinessCookieDuration: Duration.hours(8),
      // Ready, not alive: a version that cannot reach what it needs is never put in place of one that can. ECS also
      // replaces what fails this check, which helps nobody in an outage: so only after more than a failover takes.
      healthCheck: {
        path: '/health/ready',
        interval: Duration.seconds(15),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 10,
      },
    });
    // For machines inside the network, which ask a task itself. The console refuses all other ways to write these paths.
    listener.addAction('Inside', {
      priority: 1,
      conditions: [ListenerCondition.pathPatterns(['/metrics', '/health/*'])],
      action: ListenerAction.fixedResponse(404),
    });
    for (const scraper of settings.scrapers ?? []) {
      service.connections.allowFrom(peerOf(scraper), Port.tcp(CONSOLE_PORT), 'Who scrapes the metrics');
    }
    new CfnOutput(Stack.of(this), 'ConsoleAddress', {
      value: loadBalancer.loadBalancerDnsName,
      description: `What the name of ${settings.url} has to lead to`,
    });
  }

  /** Not the library's own method, which must know the region when the template is made. */
  private writeAccessLogs(loadBalancer: ApplicationLoadBalancer, stage: CloudStage): void {
    const bucket = new Bucket(this, 'AccessLogs', {
      // The only kind that a load balancer can write with.
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(90) }],
      removalPolicy: stage.production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    acknowledge(bucket, { 'AwsSolutions-S1': 'It holds access logs, and a log of its own would be one of logs.' });
    const stack = Stack.of(this);
    bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`${LOG_PREFIX}/AWSLogs/${stack.account}/*`)],
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: {
            'aws:SourceArn': stack.formatArn({
              service: 'elasticloadbalancing',
              resource: 'loadbalancer',
              resourceName: '*',
            }),
          },
        },
      }),
    );
    loadBalancer.setAttribute('access_logs.s3.enabled', 'true');
    loadBalancer.setAttribute('access_logs.s3.bucket', bucket.bucketName);
    loadBalancer.setAttribute('access_logs.s3.prefix', LOG_PREFIX);
    // The load balancer tries to write when it is made.
    loadBalancer.node.addDependency(bucket);
  }
}
