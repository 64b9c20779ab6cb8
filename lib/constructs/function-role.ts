import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge';

interface FunctionRoleProps {
  readonly logGroup: ILogGroup;
  readonly inNetwork: boolean;
}

/**
 * A role without AWS's managed policies, which allow writing to every log group of the account. It may write its
 * own log, send traces, and hold a network interface if it lives in a network; the rest is granted by whoever
 * gives the function something to work with.
 */
export function functionRole(scope: Construct, functionId: string, { logGroup, inNetwork }: FunctionRoleProps): IRole {
  const role = new Role(scope, `${functionId}Role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `What ${functionId} may do`,
  });
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
  );
  if (inNetwork) {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: [
          'ec2:CreateNetworkInterface',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSubnets',
          'ec2:DeleteNetworkInterface',
          'ec2:AssignPrivateIpAddresses',
          'ec2:UnassignPrivateIpAddresses',
        ],
        resources: ['*'],
      }),
    );
  }
  acknowledge(role, {
    'AwsSolutions-IAM5[Resource::*]':
      'X-Ray, and the calls by which Lambda attaches a function to a network, know no resource to restrict them to. ' +
      'A test holds every action on any resource against a list.',
  });
  return role;
}
