import { type CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Clock } from '../../lambdas/ports/clock';
import type { AgedQueue, QueueAges } from './queue-ages';

const PERIOD_SECONDS = 60;
/** SQS is some minutes late with its figures. */
const LOOK_BACK_MS = 10 * 60_000;

/** A queue that nobody has used for hours has no figure. */
export const createCloudWatchQueueAges =
  ({
    client,
    queues,
    clock,
  }: {
    readonly client: Pick<CloudWatchClient, 'send'>;
    readonly queues: readonly AgedQueue[];
    readonly clock: Clock;
  }): QueueAges =>
  async () => {
    const now = clock.now();
    const { MetricDataResults: results = [] } = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(now.getTime() - LOOK_BACK_MS),
        EndTime: now,
        ScanBy: 'TimestampDescending',
        MetricDataQueries: queues.map(({ queueName }, index) => ({
          Id: `q${index}`,
          MetricStat: {
            Metric: {
              Namespace: 'AWS/SQS',
              MetricName: 'ApproximateAgeOfOldestMessage',
              Dimensions: [{ Name: 'QueueName', Value: queueName }],
            },
            Period: PERIOD_SECONDS,
            Stat: 'Maximum',
          },
        })),
      }),
    );
    const newest = new Map(results.map(({ Id, Values }) => [Id, Values?.[0]]));
    return Object.fromEntries(
      queues.flatMap(({ name }, index) => {
        const seconds = newest.get(`q${index}`);
        return seconds === undefined ? [] : [[name, seconds]];
      }),
    );
  };
