import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnSamplingRule } from 'aws-cdk-lib/aws-xray';
import { Construct } from 'constructs';

/** Before X-Ray's own rule, which records one request a second and 5% of the rest. */
const PRIORITY = 100;
const AT_LEAST_PER_SECOND = 1;

export interface TraceSamplingProps {
  readonly stageName: string;
  readonly api: RestApi;
  /** Of the requests that place an order, how many have their whole way recorded: 0 to 1. */
  readonly rate: number;
}

/**
 * How many orders are traced. It is decided once, where an order comes in, and holds for its whole way. Other requests
 * are left to X-Ray's own rule.
 *
 * @throws when the rate is no share
 */
export class TraceSampling extends Construct {
  constructor(scope: Construct, id: string, { stageName, api, rate }: TraceSamplingProps) {
    super(scope, id);
    if (!(rate >= 0 && rate <= 1)) {
      throw new Error(`'traceSampling' should be a share from 0 to 1, got ${rate}`);
    }
    new CfnSamplingRule(this, 'Orders', {
      samplingRule: {
        version: 1,
        ruleName: `${stageName}-orders`.slice(-32),
        priority: PRIORITY,
        reservoirSize: AT_LEAST_PER_SECOND,
        fixedRate: rate,
        serviceType: 'AWS::ApiGateway::Stage',
        serviceName: `${api.restApiName}/${api.deploymentStage.stageName}`,
        httpMethod: 'POST',
        urlPath: '*/orders',
        host: '*',
        resourceArn: '*',
      },
    });
  }
}
