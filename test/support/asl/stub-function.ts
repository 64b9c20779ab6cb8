import { Duration } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** A function that is never called: constructs need its ARN and its time-out. */
export const stubFunction = (scope: Construct, id: string, timeout: Duration = Duration.seconds(15)): LambdaFunction =>
  new LambdaFunction(scope, id, {
    code: Code.fromInline('exports.handler = async () => ({});'),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    timeout,
  });
