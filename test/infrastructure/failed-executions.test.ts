import { Match } from 'aws-cdk-lib/assertions';
import { cloudStage, resourcesOf, synthesize } from './stages';

describe('Executions that end without success', () => {
  const { workflow } = synthesize(cloudStage());
  const [machine] = resourcesOf('AWS::StepFunctions::StateMachine', workflow);
  const queues = resourcesOf('AWS::SQS::Queue', workflow);
  const queue = queues.find(({ Properties }) => Properties.RedrivePolicy !== undefined);

  it('reach a queue, whatever no catcher of the saga can catch', () => {
    workflow.hasResourceProperties('AWS::Events::Rule', {
      State: 'ENABLED',
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [{ Ref: machine?.logicalId }], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      Targets: [
        Match.objectLike({
          Arn: { 'Fn::GetAtt': [queue?.logicalId, 'Arn'] },
          DeadLetterConfig: { Arn: Match.anyValue() },
        }),
      ],
    });
  });

  it('are taken from that queue by the function that flags their orders', () => {
    const [flag] = resourcesOf('AWS::Lambda::Function', workflow).filter(
      ({ Properties }) => Properties.Environment?.Variables?.POWERTOOLS_SERVICE_NAME === 'flag-failed-execution',
    );

    workflow.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [queue?.logicalId, 'Arn'] },
      FunctionName: { Ref: flag?.logicalId },
    });
  });

  it.each(['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'])(
    'ring an alarm at the first of %s',
    (metric) => {
      workflow.hasResourceProperties('AWS::CloudWatch::Alarm', {
        Namespace: 'AWS/States',
        MetricName: metric,
        Dimensions: [{ Name: 'StateMachineArn', Value: { Ref: machine?.logicalId } }],
        Statistic: 'Sum',
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
      });
    },
  );
});

describe('Accepted orders that never reached the queue', () => {
  const { workflow } = synthesize(cloudStage());
  const [sweeper] = resourcesOf('AWS::Lambda::Function', workflow).filter(
    ({ Properties }) => Properties.Environment?.Variables?.POWERTOOLS_SERVICE_NAME === 'enqueue-forgotten-orders',
  );

  it('are looked for every minute, by one sweep at a time', () => {
    workflow.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      Targets: [
        Match.objectLike({
          Arn: { 'Fn::GetAtt': [sweeper?.logicalId, 'Arn'] },
          RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
        }),
      ],
    });
    expect(sweeper?.Properties.Timeout).toBeLessThan(60);
  });

  it('ring an alarm when sweeps fail, or when there are none', () => {
    const [alarm] = resourcesOf('AWS::CloudWatch::Alarm', workflow).filter(({ Properties }) =>
      JSON.stringify(Properties).includes(`{"Ref":"${sweeper?.logicalId}"}`),
    );

    expect(alarm?.Properties).toMatchObject({
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'missing',
    });
    expect(alarm?.Properties.Metrics).toContainEqual(expect.objectContaining({ Expression: 'runs - errors' }));
  });
});
