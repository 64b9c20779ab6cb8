import {
  type CloudWatchClient,
  type CompositeAlarm,
  type MetricAlarm,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmReader, AlarmReading } from '../ports/alarm-reader';

/** The alarms of a stage as CloudWatch has them. Composites can only be asked for by who may see all alarms. */
export const createCloudWatchAlarms = ({
  client,
  stage,
}: {
  readonly client: CloudWatchClient;
  readonly stage: string;
}): AlarmReader => ({
  async read() {
    const readings: AlarmReading[] = [];
    for (const AlarmNamePrefix of alarmPrefixes(stage)) {
      const question = { AlarmTypes: ['MetricAlarm' as const, 'CompositeAlarm' as const], AlarmNamePrefix };
      for await (const page of paginateDescribeAlarms({ client }, question)) {
        readings.push(...[...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])].map(alarmReading));
      }
    }
    return readings;
  },
});

/** CloudFormation names alarms by their stack, and the CDK those of composites by the same without its dashes. */
export const alarmPrefixes = (stage: string): readonly string[] => [
  `${stage}-order-`,
  `${stage.replaceAll('-', '')}order`,
];

/** One that tells nobody of the state that it is in is a part of another, or nothing that somebody is woken up for. */
export function alarmReading(alarm: MetricAlarm | CompositeAlarm): AlarmReading {
  const { AlarmName: id = '', AlarmDescription: description = '', StateValue: state = 'INSUFFICIENT_DATA' } = alarm;
  const told = { OK: [], ALARM: alarm.AlarmActions, INSUFFICIENT_DATA: alarm.InsufficientDataActions }[state] ?? [];
  return { id, state, rings: told.length > 0, description, points: [] };
}
