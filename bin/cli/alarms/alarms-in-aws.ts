import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { createCloudWatchAlarms } from '../../../lambdas/gateways/cloudwatch-alarms';
import type { AlarmReading } from '../../../lambdas/ports/alarm-reader';
import type { ClientSettings } from '../aws-target';

/** The alarms of a stage as CloudWatch has them. */
export async function readAlarmsInAws(settings: ClientSettings, stage: string): Promise<readonly AlarmReading[]> {
  const client = new CloudWatchClient(settings);
  try {
    return await createCloudWatchAlarms({ client, stage }).read();
  } finally {
    client.destroy();
  }
}
