import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Saga } from '../../../lib/constructs/saga';
import { stubFunction } from '../../support/asl/stub-function';
import { sagaPropsOf } from './saga-mother';

describe('Logs of a saga', () => {
  it('go to the group that is given, and no group of its own is made', () => {
    const stack = new Stack(new App(), 'Logs');
    const logGroup = new LogGroup(stack, 'Shared');
    new Saga(stack, 'Saga', { ...sagaPropsOf(['pivot'], stubFunction(stack, 'Step')), logGroup });
    const template = Template.fromStack(stack);

    const [shared, ...more] = Object.keys(template.findResources('AWS::Logs::LogGroup'));
    expect(more).toEqual([]);
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      LoggingConfiguration: {
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': [shared, 'Arn'] } } }],
      },
    });
  });
});
