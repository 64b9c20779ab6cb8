import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  AvailabilityZoneRebalancing,
  Cluster,
  ContainerImage,
  ContainerInsights,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  type ICluster,
  LogDriver,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge';
import type { CloudStage } from '../stage';
import { consoleImage } from './console-image';
import type { ConsoleSecrets } from './console-secrets';
import type { DatabaseNetwork } from './database-access';

export const CONSOLE_PORT = 8080;

/** The user `node` of the image, by number. */
const USER = '1000:1000';

/**
 * How a task ends. Each is longer than what it waits for: a load balancer needs a moment to notice that a task is about to
 * end, the process accepts until then and finishes what it has accepted, and ECS kills only after that.
 */
export const CONSOLE_END = {
  drain: Duration.seconds(5),
  shutdown: Duration.seconds(30),
  stopTimeout: Duration.seconds(60),
} as const;

export interface ConsoleServiceProps {
  readonly stage: CloudStage;
  readonly network: DatabaseNetwork;
  readonly securityGroup: ISecurityGroup;
  readonly role: Role;
  readonly secrets: ConsoleSecrets;
  /** What the console finds in its environment, besides its secrets and how it ends. */
  readonly environment: Readonly<Record<string, string>>;
  /** The commit that the image is built of. @default - `unknown` */
  readonly revision?: string | undefined;
}

/** The tasks: without a public address, unprivileged, on a file system that nothing can be written to. */
export class ConsoleService extends Construct {
  readonly service: FargateService;

  constructor(scope: Construct, id: string, props: ConsoleServiceProps) {
    super(scope, id);
    const { stage, network, securityGroup, role, secrets, environment, revision } = props;

    const task = new FargateTaskDefinition(this, 'Task', {
      cpu: 512,
      memoryLimitMiB: 1024,
      runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64, operatingSystemFamily: OperatingSystemFamily.LINUX },
      taskRole: role,
    });
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: stage.production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    task.addContainer('Console', {
      image: ContainerImage.fromDockerImageAsset(consoleImage(this, 'Image', revision)),
      user: USER,
      readonlyRootFilesystem: true,
      privileged: false,
      portMappings: [{ containerPort: CONSOLE_PORT }],
      environment: {
        ...environment,
        CONSOLE_PORT: String(CONSOLE_PORT),
        CONSOLE_DRAIN_MS: String(CONSOLE_END.drain.toMilliseconds()),
        CONSOLE_SHUTDOWN_MS: String(CONSOLE_END.shutdown.toMilliseconds()),
      },
      secrets: secrets.environment,
      // The image's own: ECS does not look at a `HEALTHCHECK`.
      healthCheck: {
        command: ['CMD', 'node', 'code/health-check.js'],
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        retries: 3,
        startPeriod: Duration.seconds(30),
      },
      stopTimeout: CONSOLE_END.stopTimeout,
      logging: LogDriver.awsLogs({ streamPrefix: 'console', logGroup }),
    });
    acknowledge(task, {
      'AwsSolutions-ECS2': 'Names of tables, addresses and bounds. Secrets come from Secrets Manager.',
      'AwsSolutions-IAM5[Resource::*]': 'ECR knows no resource to restrict the call to by which its token is fetched.',
    });

    const vpc = network.vpc;
    // A name known before, so that the log of what Container Insights measures is made by us and expires.
    const clusterName = `${stage.name}-order-console`;
    const insights = new LogGroup(this, 'InsightsLogs', {
      logGroupName: `/aws/ecs/containerinsights/${clusterName}/performance`,
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // A cast, since the library's own class declares an optional property more loosely than its interface.
    const cluster = new Cluster(this, 'Cluster', {
      vpc,
      clusterName,
      containerInsightsV2: ContainerInsights.ENABLED,
    }) as ICluster;
    cluster.node.addDependency(insights);
    this.service = new FargateService(this, 'Service', {
      cluster,
      taskDefinition: task,
      desiredCount: stage.production ? 2 : 1,
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      availabilityZoneRebalancing: AvailabilityZoneRebalancing.ENABLED,
      circuitBreaker: { enable: true, rollback: true },
      healthCheckGracePeriod: Duration.seconds(60),
      assignPublicIp: false,
      vpcSubnets: network.subnets,
      securityGroups: [securityGroup],
      enableExecuteCommand: false,
    });
  }
}
