import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { settlePaymentRetry } from '../../lambdas/consumers/settle-payment';
import { MOST_REPLAYS } from '../../lambdas/operations/dead-letters/bounds';
import {
  ACTION_LIFE_SECONDS,
  FAILURE_LIFE_SECONDS,
  FAILURE_RECORDS_KEY,
} from '../../lambdas/persistence/dynamodb/failure-record-item';
import { EVENT_MEMORY_SECONDS } from '../../lambdas/runtime/idempotent-consumer';
import { queueRetry } from '../../lambdas/runtime/sqs-batch';
import { RedrivableQueue } from '../../lib/constructs/redrivable-queue';
import { cloudStage, resourcesOf, synthesize } from './stages';

const DAY_SECONDS = 86_400;
/** For how long Step Functions refuses a second execution of the same name, after the first has ended. */
const EXECUTION_NAME_SECONDS = 90 * DAY_SECONDS;
/** Of SQS. */
const LONGEST_VISIBILITY_SECONDS = 12 * 60 * 60;

describe('RedrivableQueue, however it is made', () => {
  const props = fc.record({
    consumerTimeout: fc.integer({ min: 1, max: 900 }).map((seconds) => Duration.seconds(seconds)),
    maxReceiveCount: fc.option(fc.integer({ min: 1, max: 1_000 }), { nil: undefined }),
    retention: fc.option(
      fc.integer({ min: 1, max: 13 }).map((days) => Duration.days(days)),
      { nil: undefined },
    ),
    maxAge: fc.option(
      fc.integer({ min: 1, max: 1_440 }).map((minutes) => Duration.minutes(minutes)),
      { nil: undefined },
    ),
  });

  it('has dead letters that outlive it, two alarms, encryption, TLS, six time-outs of hiding, and a way back', () => {
    fc.assert(
      fc.property(props, ({ consumerTimeout, maxReceiveCount, retention, maxAge }) => {
        const stack = new Stack(new App(), 'Any');
        new RedrivableQueue(stack, 'Queue', {
          consumerTimeout,
          ...(maxReceiveCount === undefined ? {} : { maxReceiveCount }),
          ...(retention === undefined ? {} : { retention }),
          ...(maxAge === undefined ? {} : { maxAge }),
        });

        const template = Template.fromStack(stack);
        const queues = resourcesOf('AWS::SQS::Queue', template);
        const source = queues.find(({ Properties }) => Properties.RedrivePolicy !== undefined)?.Properties;
        const letters = queues.find(({ Properties }) => Properties.RedriveAllowPolicy !== undefined)?.Properties;
        const alarms = resourcesOf('AWS::CloudWatch::Alarm', template).map(({ Properties }) => Properties.MetricName);

        expect(queues).toHaveLength(2);
        expect(source.RedrivePolicy.maxReceiveCount).toBe(maxReceiveCount ?? 3);
        expect(source.VisibilityTimeout).toBe(6 * consumerTimeout.toSeconds());
        expect(source.VisibilityTimeout).toBeLessThanOrEqual(LONGEST_VISIBILITY_SECONDS);
        expect(letters.MessageRetentionPeriod).toBeGreaterThan(source.MessageRetentionPeriod);
        expect(letters.RedriveAllowPolicy.redrivePermission).toBe('byQueue');
        expect(JSON.stringify(letters.RedriveAllowPolicy.sourceQueueArns)).toContain(`:${source.QueueName}"`);
        expect(queues.map(({ Properties }) => Properties.SqsManagedSseEnabled)).toEqual([true, true]);
        expect(resourcesOf('AWS::SQS::QueuePolicy', template)).toHaveLength(2);
        expect(alarms.sort()).toEqual(['ApproximateAgeOfOldestMessage', 'ApproximateNumberOfMessagesVisible']);
      }),
      { numRuns: 40 },
    );
  });

  it('fails whenever dead letters would not outlive the queue', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 0, max: 13 }), (days, fewer) => {
        const stack = new Stack(new App(), 'Any');
        const make = () =>
          new RedrivableQueue(stack, 'Queue', {
            consumerTimeout: Duration.seconds(30),
            retention: Duration.days(days),
            deadLetterRetention: Duration.days(Math.max(1, days - fewer)),
          });

        expect(make).toThrow(/should be longer than 'retention'/);
      }),
    );
  });
});

describe('How long things are remembered', () => {
  const { data, workflow } = synthesize(cloudStage());
  const retentions = resourcesOf('AWS::SQS::Queue', data, workflow).map(
    ({ Properties }) => Properties.MessageRetentionPeriod as number,
  );
  /** A message that is moved keeps its age, so this is for how long one may lie in queue and dead letters together. */
  const longestLife = Math.max(...retentions);
  /** Each replay is a message anew; the last one begins where the others have ended. */
  const lastDelivery = longestLife * (MOST_REPLAYS + 1);

  it('row 19: a consumer remembers an event until the last replay of its message can have arrived', () => {
    expect(longestLife).toBe(14 * DAY_SECONDS);
    expect(EVENT_MEMORY_SECONDS).toBeGreaterThan(lastDelivery);
  });

  it('row 19: Step Functions remembers the name of an execution for as long', () => {
    expect(EXECUTION_NAME_SECONDS).toBeGreaterThan(lastDelivery);
  });

  it('a failure is explained for longer than its dead letter can lie there', () => {
    expect(FAILURE_LIFE_SECONDS).toBeGreaterThan(longestLife);
    expect(ACTION_LIFE_SECONDS).toBeGreaterThan(lastDelivery);
  });

  it('by the table, which lets items expire by the attribute that they have', () => {
    const [table] = resourcesOf('AWS::DynamoDB::GlobalTable', data).filter(({ logicalId }) =>
      logicalId.startsWith('FailureRecords'),
    );
    const { partition, sort, expiry } = FAILURE_RECORDS_KEY;

    expect(table?.Properties.TimeToLiveSpecification).toEqual({ AttributeName: expiry, Enabled: true });
    expect(table?.Properties.KeySchema).toEqual([
      { AttributeName: partition, KeyType: 'HASH' },
      { AttributeName: sort, KeyType: 'RANGE' },
    ]);
  });

  it.each([
    { queue: 'Orders', retry: queueRetry(1) },
    { queue: 'PaymentEvents', retry: settlePaymentRetry(1) },
    { queue: 'FailedExecutions', retry: queueRetry(1) },
  ])('all receives of a message of $queue end within the age at which its alarm rings', ({ queue, retry }) => {
    const longestWait = retry.delaysSeconds.reduce((sum, delay) => sum + delay * (1 + retry.jitter), 0);
    const ages = resourcesOf('AWS::CloudWatch::Alarm', data, workflow)
      .filter(({ logicalId }) => logicalId.startsWith(queue))
      .filter(({ Properties }) => Properties.MetricName === 'ApproximateAgeOfOldestMessage')
      .map(({ Properties }) => Properties.Threshold as number);

    expect(ages).toHaveLength(1);
    expect(ages[0]).toBeGreaterThan(longestWait);
  });
});

describe('What failed receives leave behind', () => {
  const { data, workflow } = synthesize(cloudStage());
  const mappings = resourcesOf('AWS::Lambda::EventSourceMapping', data, workflow);
  const functions = resourcesOf('AWS::Lambda::Function', data, workflow);
  const consumers = mappings.map(({ Properties }) =>
    functions.find(({ logicalId }) => logicalId === Properties.FunctionName.Ref),
  );

  it('is written down by every consumer, which can neither read it nor touch what operators did', () => {
    const statements = consumers.map((consumer) => {
      const role = consumer?.Properties.Role['Fn::GetAtt'][0];
      return resourcesOf('AWS::IAM::Policy', data, workflow)
        .filter(({ Properties }) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role))
        .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
        .filter((statement) => JSON.stringify(statement.Resource).includes('FailureRecords'));
    });

    expect(statements.length).toBeGreaterThanOrEqual(2);
    const writes = (partitions: string) => ({
      Action: 'dynamodb:PutItem',
      Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [partitions] } },
    });
    for (const [index, own] of statements.entries()) {
      // Who settles payments is who learns of refunds at the provider.
      const isSettling = JSON.stringify(consumers[index]).includes('PAYMENT_EVENT_QUEUE_URL');
      expect(own).toMatchObject([...(isSettling ? [writes('refund#*')] : []), writes('failure#*')]);
    }
  });
});
