import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { addressesFrom } from '../../bin/cli/operated-queues';
import { notifyCustomerRetry } from '../../lambdas/consumers/notify-customer';
import { settlePaymentRetry } from '../../lambdas/consumers/settle-payment';
import { DEAD_LETTERS_KEPT_MS } from '../../lambdas/operations/find-stuck-orders';
import { queueRetry, receivesOf } from '../../lambdas/runtime/sqs-batch';
import { FailureRecordsTable } from '../../lib/constructs/failure-records-table';
import { QueueConsumer } from '../../lib/constructs/queue-consumer';
import { RedrivableQueue, type RedrivableQueueProps } from '../../lib/constructs/redrivable-queue';
import { cloudStage, localStage, type Resource, resourcesOf, synthesize } from './stages';

const stackWith = (props: Partial<RedrivableQueueProps> = {}) => {
  const stack = new Stack(new App(), 'Orders');
  const queue = new RedrivableQueue(stack, 'Waiting', { consumerTimeout: Duration.seconds(30), ...props });
  const failures = new FailureRecordsTable(stack, 'Failures', { stage: cloudStage() });
  return { stack, queue, failures };
};

const functionIn = (stack: Stack, timeout?: Duration) =>
  new LambdaFunction(stack, 'Consumer', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = () => ({ batchItemFailures: [] })'),
    ...(timeout === undefined ? {} : { timeout }),
  });

/** Queues before a service that may be away for long, by the beginning of their name. */
const PATIENT = { PaymentEvents: settlePaymentRetry, MailsConsumer: notifyCustomerRetry };

describe.each([
  { name: 'the cloud stage', stage: cloudStage() },
  { name: 'the local stage', stage: localStage() },
])('Queues of $name', ({ stage }) => {
  const { data, workflow } = synthesize(stage);
  const templates = [data, workflow];
  const queues = resourcesOf('AWS::SQS::Queue', ...templates);
  const deadLetterIds = new Set(queues.map(deadLettersOf).filter((id) => id !== undefined));
  const sources = queues.filter(({ logicalId }) => !deadLetterIds.has(logicalId));
  const deadLetters = queues.filter(({ logicalId }) => deadLetterIds.has(logicalId));
  const alarms = resourcesOf('AWS::CloudWatch::Alarm', ...templates);

  const outputs = { ...data.findOutputs('*'), ...workflow.findOutputs('*') } as Record<string, { Value: unknown }>;
  const refs = Object.fromEntries(
    Object.entries(outputs).map(([name, { Value }]) => [name, (Value as { Ref?: string }).Ref ?? '']),
  );

  const alarmsOn = (metricName: string, queue: Resource): readonly Resource[] =>
    alarms.filter(
      ({ Properties }) =>
        Properties.MetricName === metricName &&
        Properties.Dimensions?.some(
          ({ Value }: { Value: Record<string, unknown> }) =>
            (Value['Fn::GetAtt'] as string[] | undefined)?.[0] === queue.logicalId,
        ),
    );

  it('are at least the orders and the failed executions', () => {
    expect(sources.length).toBeGreaterThanOrEqual(2);
  });

  it('row 13: give a message one delivery more than its consumer has delays, then make it a dead letter', () => {
    const deliveries = (source: Resource) => source.Properties.RedrivePolicy?.maxReceiveCount;
    const retryOf = ({ logicalId }: Resource) =>
      Object.entries(PATIENT).find(([name]) => logicalId.startsWith(name))?.[1] ?? queueRetry;

    expect(sources.map(deliveries)).toEqual(sources.map((source) => receivesOf(retryOf(source)(1))));
    expect(Object.keys(PATIENT).filter((name) => !sources.some(({ logicalId }) => logicalId.startsWith(name)))).toEqual(
      [],
    );
    expect(queueRetry(1).delaysSeconds).toEqual([60, 300]);
  });

  it('take dead letters from their own queue only', () => {
    const allowed = deadLetters.map(({ Properties }) => Properties.RedriveAllowPolicy);

    expect(allowed.map(({ redrivePermission }) => redrivePermission)).toEqual(deadLetters.map(() => 'byQueue'));
    for (const { Properties } of sources) {
      expect(JSON.stringify(allowed)).toContain(`:${Properties.QueueName}"`);
    }
  });

  it('ring when there is a dead letter, and when messages wait too long', () => {
    expect(deadLetters.map((queue) => alarmsOn('ApproximateNumberOfMessagesVisible', queue).length)).toEqual(
      deadLetters.map(() => 1),
    );
    expect(sources.map((queue) => alarmsOn('ApproximateAgeOfOldestMessage', queue).length)).toEqual(
      sources.map(() => 1),
    );
  });

  it('have a way back: operators reach each of them, and its dead letters, by the outputs of the stacks', () => {
    const reached = addressesFrom(refs, (name) => refs[name] ?? '').map(({ source, deadLetters: letters }) => [
      source,
      letters,
    ]);

    expect(reached.sort()).toEqual(sources.map((source) => [source.logicalId, deadLettersOf(source)]).sort());
  });

  it('are called in their alarms what operators call them', () => {
    const names = addressesFrom(refs, () => '').map(({ name }) => name);
    const told = alarms.flatMap(({ Properties: { AlarmDescription: text } }) => [
      ...(String(text).match(/(?<=^There are dead letters of )[\w-]+(?=:)/) ?? []),
    ]);

    expect(told.sort()).toEqual([...names].sort());
  });

  it('keep dead letters longer than messages', () => {
    expect(sources.map(({ Properties }) => Properties.MessageRetentionPeriod)).toEqual(sources.map(() => 4 * 86_400));
    expect(deadLetters.map(({ Properties }) => Properties.MessageRetentionPeriod)).toEqual(
      deadLetters.map(() => DEAD_LETTERS_KEPT_MS / 1_000),
    );
  });

  it('are encrypted, and refuse whoever does not use TLS', () => {
    const policies = resourcesOf('AWS::SQS::QueuePolicy', ...templates);
    const refusing = policies
      .filter(({ Properties }) => JSON.stringify(Properties.PolicyDocument).includes('"aws:SecureTransport":"false"'))
      .flatMap(({ Properties }) => Properties.Queues.map(({ Ref }: { Ref: string }) => Ref));

    expect(queues.filter(({ Properties }) => Properties.SqsManagedSseEnabled !== true)).toEqual([]);
    expect(refusing.sort()).toEqual(queues.map(({ logicalId }) => logicalId).sort());
  });

  it('row 15: hide a message for six times as long as its consumer may take', () => {
    const mappings = resourcesOf('AWS::Lambda::EventSourceMapping', workflow);
    const functions = resourcesOf('AWS::Lambda::Function', workflow);

    const hidden = sources.map((source) => {
      const own = mappings.filter(({ Properties }) =>
        JSON.stringify(Properties.EventSourceArn).includes(source.logicalId),
      );
      const [consumer] = functions.filter(({ logicalId }) => own[0]?.Properties.FunctionName.Ref === logicalId);
      return [own.length, source.Properties.VisibilityTimeout / consumer?.Properties.Timeout];
    });

    expect(hidden).toEqual(sources.map(() => [1, 6]));
  });

  it('row 13: are consumed record by record, by a bounded number of consumers', () => {
    for (const { Properties } of resourcesOf('AWS::Lambda::EventSourceMapping', workflow)) {
      const { BatchSize, ScalingConfig } = Properties;
      expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      // Alone, for a delivery that waits for a stranger's server: then more of them at once.
      expect(BatchSize).toBe(ScalingConfig.MaximumConcurrency > 10 ? 1 : 10);
      expect(ScalingConfig.MaximumConcurrency).toBeLessThanOrEqual(20);
    }
  });
});

describe('RedrivableQueue', () => {
  it('fails when dead letters would expire before messages that have waited', () => {
    expect(() => stackWith({ retention: Duration.days(4), deadLetterRetention: Duration.days(4) })).toThrow(
      /'deadLetterRetention' of Orders\/Waiting should be longer than 'retention' \(4 days\), got 4 days/,
    );
  });

  it('takes a policy of its own for queues that need another', () => {
    const { stack } = stackWith({ maxReceiveCount: 5, maxAge: Duration.hours(1) });

    const template = Template.fromStack(stack);

    template.hasResourceProperties('AWS::SQS::Queue', { RedrivePolicy: { maxReceiveCount: 5 } });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateAgeOfOldestMessage',
      Threshold: 3600,
    });
  });
});

describe('QueueConsumer', () => {
  it('lets its function bury poison, and touch no other queue', () => {
    const { stack, queue, failures } = stackWith();
    new QueueConsumer(stack, 'Consuming', { from: queue, failures, by: functionIn(stack, Duration.seconds(30)) });

    const [policy] = resourcesOf('AWS::IAM::Policy', Template.fromStack(stack));

    const statements: readonly { Action: string | string[]; Resource: { 'Fn::GetAtt': string[] } }[] =
      policy?.Properties.PolicyDocument.Statement;
    const bury = statements.find(({ Action }) => Action === 'sqs:SendMessage');
    expect(bury?.Resource['Fn::GetAtt'][0]).toMatch(/^WaitingDeadLetters/);
    expect(statements.map(({ Resource }) => Resource['Fn::GetAtt'][0])).toEqual([
      expect.stringMatching(/^WaitingQueue/),
      bury?.Resource['Fn::GetAtt'][0],
      expect.stringMatching(/^FailuresTable/),
    ]);
  });

  it('row 15: fails when a message could come back while its function still works on it', () => {
    const { stack, queue, failures } = stackWith();

    expect(
      () =>
        new QueueConsumer(stack, 'Consuming', { from: queue, failures, by: functionIn(stack, Duration.seconds(31)) }),
    ).toThrow(/'consumerTimeout' of Orders\/Waiting should be at least the time-out of its function \(31 seconds\)/);
  });

  it('fails when its function has no time-out of its own', () => {
    const { stack, queue, failures } = stackWith();

    expect(() => new QueueConsumer(stack, 'Consuming', { from: queue, failures, by: functionIn(stack) })).toThrow(
      /the function of consumer Orders\/Consuming should have a time-out, got none/,
    );
  });
});

function deadLettersOf({ Properties }: Resource): string | undefined {
  return Properties.RedrivePolicy?.deadLetterTargetArn['Fn::GetAtt'][0];
}
