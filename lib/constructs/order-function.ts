import path from 'node:path';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Architecture, Function as LambdaFunction, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { metricNamespace } from '../../lambdas/contracts/metrics';
import type { Stage } from '../stage';
import type { DatabaseAccess, OrderDatabase } from './database-access';
import { functionCode } from './function-code';
import { functionNetwork } from './function-network';
import { functionRole } from './function-role';

export interface OrderFunctionProps {
  readonly stage: Stage;
  /** Path of the handler below `lambdas` without ending, e.g. `saga/payment/charge-payment`. */
  readonly handler: string;
  readonly description: string;
  /** After this the function is killed, whatever it was doing: an unknown outcome for its caller. */
  readonly timeout: Duration;
  /**
   * Megabytes; processor time grows with it.
   * @default 512
   */
  readonly memorySize?: number;
  /** @default - none besides those of Powertools and Node */
  readonly environment?: Readonly<Record<string, string>>;
  /** @default - the function cannot reach Postgres and runs outside any network */
  readonly database?: { readonly from: OrderDatabase; readonly access: DatabaseAccess };
  /**
   * Folders that the function reads, by the name that they have beside its code.
   * @default - its package contains nothing but code
   */
  readonly files?: Readonly<Record<string, string>>;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
}

/**
 * One Lambda function of the order workflow: traced, with logs that expire, with a role that may do nothing but
 * what is granted later. Never with reserved concurrency: it would throttle consumers, and a throttled message burns
 * a receive without having been tried.
 */
export class OrderFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: OrderFunctionProps) {
    const { stage, handler, database } = props;
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    super(scope, id, {
      ...functionCode({ handler, stage, files: props.files ?? {} }),
      ...functionNetwork(scope, id, database?.from.network),
      description: props.description,
      architecture: Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: props.memorySize ?? 512,
      tracing: Tracing.ACTIVE,
      role: functionRole(scope, id, { logGroup, inNetwork: database?.from.network !== undefined }),
      logGroup,
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_SERVICE_NAME: path.basename(handler),
        POWERTOOLS_METRICS_NAMESPACE: metricNamespace(stage.name),
        POWERTOOLS_LOG_LEVEL: stage.logging?.levels?.[handler] ?? stage.logging?.level ?? 'INFO',
        POWERTOOLS_LOGGER_SAMPLE_RATE: String(stage.logging?.debugShare ?? 0),
        ...database?.from.environment(database.access),
        ...props.environment,
      },
    });

    database?.from.grantConnect(this);
  }
}
