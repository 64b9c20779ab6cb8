import { type CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import type { AnyAlarm, MetricIdentity } from './alarm';
import type { MetricSamples } from './metric-samples';

const MINUTE_SECONDS = 60;

/** The one namespace that the emulator records itself: runs, errors and throttles, of the functions that alarms name. */
export async function observeFunctions(
  cloudWatch: CloudWatchClient,
  alarms: readonly AnyAlarm[],
  samples: MetricSamples,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const wanted = alarms
    .flatMap((alarm) => (alarm.kind === 'metric' ? Object.values(alarm.metrics) : []))
    .filter(({ namespace, dimensions }) => namespace === 'AWS/Lambda' && dimensions['FunctionName'] !== undefined);
  const observe = async ({ namespace, name, dimensions }: MetricIdentity): Promise<void> => {
    const { Datapoints = [] } = await cloudWatch.send(
      new GetMetricStatisticsCommand({
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: new Date(from),
        EndTime: new Date(to + 1_000),
        Period: MINUTE_SECONDS,
        Statistics: ['Sum'],
      }),
    );
    samples.add(
      { namespace, name, dimensions },
      ...Datapoints.map(({ Timestamp, Sum = 0 }) => ({ at: Timestamp?.getTime() ?? to, value: Sum })),
    );
  };
  await Promise.all(wanted.map(observe));
}
