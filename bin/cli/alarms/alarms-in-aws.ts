import { CloudWatchClient, paginateDescribeAlarms, StateValue } from '@aws-sdk/client-cloudwatch';
import type { AlarmReading } from '../../../localstack/alarms/alarm';
import type { ClientSettings } from '../aws-target';

/** The alarms of a stage as CloudWatch has them. Those that tell nobody are parts of others. */
export async function readAlarmsInAws(client: ClientSettings, stage: string): Promise<readonly AlarmReading[]> {
  const cloudWatch = new CloudWatchClient(client);
  try {
    const readings: AlarmReading[] = [];
    const pages = paginateDescribeAlarms({ client: cloudWatch }, { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] });
    for await (const { MetricAlarms = [], CompositeAlarms = [] } of pages) {
      for (const alarm of [...MetricAlarms, ...CompositeAlarms]) {
        const name = alarm.AlarmName ?? '';
        if (isOfStage(name, stage)) {
          readings.push({
            id: name,
            state: alarm.StateValue ?? StateValue.INSUFFICIENT_DATA,
            rings: actionsOf(alarm).length > 0,
            description: alarm.AlarmDescription ?? '',
            points: [],
          });
        }
      }
    }
    return readings;
  } finally {
    cloudWatch.destroy();
  }
}

/** CloudFormation names alarms by their stack, and the CDK those of composites by the same without its dashes. */
const isOfStage = (name: string, stage: string): boolean =>
  name.startsWith(`${stage}-order-`) || name.startsWith(`${stage}order`);

interface Alarm {
  readonly StateValue?: string | undefined;
  readonly AlarmActions?: readonly string[] | undefined;
  readonly InsufficientDataActions?: readonly string[] | undefined;
}

function actionsOf({ StateValue: state, AlarmActions = [], InsufficientDataActions = [] }: Alarm): readonly string[] {
  if (state === 'ALARM') {
    return AlarmActions;
  }
  return state === 'INSUFFICIENT_DATA' ? InsufficientDataActions : [];
}
