import { CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';

/**
 * Gives a log that expires to each function that the CDK made for its own purposes. Lambda would make their logs by
 * itself, at the first line, and keep them for ever.
 */
export function keepNoLogForEver(root: IConstruct): void {
  for (const node of root.node.findAll()) {
    if (CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::Lambda::Function' && isOfTheCdk(node)) {
      const log = new LogGroup(node, 'Log', {
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      });
      node.addPropertyOverride('LoggingConfig', { LogGroup: log.logGroupName });
    }
  }
}

/** Those are made without the construct of a function. */
const isOfTheCdk = (node: CfnResource): boolean => node.node.path.includes('CustomResourceProvider');
