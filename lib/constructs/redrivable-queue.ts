import { Duration, Names, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { MINUTE, OrderAlarm } from './order-observability/order-alarm';

/** Lambda's documented rule: a message must stay hidden for six tries of its consumer. */
const VISIBILITY_PER_CONSUMER_TIMEOUT = 6;

export const visibilityFor = (consumerTimeout: Duration): Duration =>
  Duration.seconds(consumerTimeout.toSeconds() * VISIBILITY_PER_CONSUMER_TIMEOUT);

export interface RedrivableQueueProps {
  /** Time-out of the function that will consume this queue: messages stay hidden for six times as long. */
  readonly consumerTimeout: Duration;
  /**
   * Deliveries before a message becomes a dead letter.
   * @default 3
   */
  readonly maxReceiveCount?: number;
  /** @default Duration.days(4) */
  readonly retention?: Duration;
  /**
   * Must be longer than `retention`: a dead letter keeps the age that it had in the queue.
   * @default Duration.days(14), the longest that there is
   */
  readonly deadLetterRetention?: Duration;
  /**
   * Age of the oldest message at which the alarm goes off. Longer than all deliveries together take when the
   * first ones fail, or a single poison message would ring.
   * @default Duration.minutes(15)
   */
  readonly maxAge?: Duration;
  /**
   * As operators call it, in the console and on the command line.
   * @default - the id of this construct: `PaymentEvents` is `payment-events`
   */
  readonly name?: string;
  /**
   * For whoever is told that something waits here.
   * @default - says that messages wait
   */
  readonly meaning?: {
    /** What the messages are, e.g. `accepted orders`. */
    readonly waiting: string;
    /** What customers notice while they wait. */
    readonly customers: string;
    /**
     * Of the runbooks of queues.
     * @default - the id of this construct: `PaymentEvents` is `payment-events`
     */
    readonly section?: string;
  };
  /** @default - both queues are deleted with their stack */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A queue that cannot be made without its dead letters, their alarm, and the permission to send them back.
 * Whoever consumes it attaches a `QueueConsumer`.
 */
export class RedrivableQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly visibilityTimeout: Duration;
  /** Goes off while there is any dead letter. */
  readonly deadLetterAlarm: Alarm;
  /** Goes off when consumers do not keep up, or do not run. */
  readonly ageAlarm: Alarm;

  /** @throws when dead letters would expire before messages that have waited in the queue */
  constructor(scope: Construct, id: string, props: RedrivableQueueProps) {
    super(scope, id);
    const retention = props.retention ?? Duration.days(4);
    const deadLetterRetention = props.deadLetterRetention ?? Duration.days(14);
    if (deadLetterRetention.toSeconds() <= retention.toSeconds()) {
      throw new Error(
        `'deadLetterRetention' of ${this.node.path} should be longer than 'retention' (${retention.toHumanString()}), got ${deadLetterRetention.toHumanString()}`,
      );
    }

    // Both queues name each other, which CloudFormation can only resolve when one of the names is known before.
    const queueName = Names.uniqueResourceName(this, { maxLength: 80, separator: '-' });
    const shared = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      ...(props.removalPolicy === undefined ? {} : { removalPolicy: props.removalPolicy }),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...shared,
      retentionPeriod: deadLetterRetention,
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        sourceQueues: [Queue.fromQueueArn(this, 'Source', arnOf(this, queueName))],
      },
    });
    this.visibilityTimeout = visibilityFor(props.consumerTimeout);
    this.queue = new Queue(this, 'Queue', {
      ...shared,
      queueName,
      retentionPeriod: retention,
      visibilityTimeout: this.visibilityTimeout,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.maxReceiveCount ?? 3 },
    });

    const name = props.name ?? slugOf(id);
    const { waiting = 'messages', customers = 'what the messages ask for is not done' } = props.meaning ?? {};
    const section = props.meaning === undefined ? '' : `#${props.meaning.section ?? slugOf(id)}`;
    this.deadLetterAlarm = new OrderAlarm(this, 'DeadLetterAlarm', {
      what: `There are dead letters of ${name}: ${waiting} that failed too often`,
      customers,
      runbook: `dead-letters${section}`,
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ period: MINUTE, statistic: 'max' }),
      threshold: 0,
    });
    const maxAge = props.maxAge ?? Duration.minutes(15);
    this.ageAlarm = new OrderAlarm(this, 'AgeAlarm', {
      what: `For more than ${maxAge.toHumanString()} ${waiting} have waited in the queue ${name}: its consumer does not keep up, or does not run`,
      customers,
      runbook: `queue-age${section}`,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: MINUTE, statistic: 'max' }),
      threshold: maxAge.toSeconds(),
      periods: 3,
    });
  }
}

/** `PaymentEvents` is `payment-events`. */
const slugOf = (id: string): string => id.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();

const arnOf = (scope: Construct, queueName: string): string =>
  Stack.of(scope).formatArn({ service: 'sqs', resource: queueName });
