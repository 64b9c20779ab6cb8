import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { createCloudWatchAlarms } from '../../lambdas/gateways/cloudwatch-alarms';
import type { AlarmReader } from '../../lambdas/ports/alarm-reader';
import type { Clock } from '../../lambdas/ports/clock';
import type { ConsoleEnvironment } from '../environment';
import type { AlarmFigures } from './figures';
import type { Source } from './gather';
import { createLocalAlarms } from './local-alarms';
import { createReadAlarms } from './read-alarms';

type AlarmSettings = Pick<ConsoleEnvironment, 'CONSOLE_STAGE' | 'CONSOLE_ALARMS_URL' | 'CONSOLE_RUNBOOKS_URL'>;

/** Alarms of a local cloud, or those of CloudWatch, or word that nobody said which. */
export function alarmSource(
  client: CloudWatchClient,
  { CONSOLE_STAGE: stage, CONSOLE_ALARMS_URL: url, CONSOLE_RUNBOOKS_URL: runbooks }: AlarmSettings,
  clock: Clock,
): Source<AlarmFigures> {
  const read = (alarms: AlarmReader) => createReadAlarms({ alarms, clock, runbooks });
  if (url !== undefined) {
    return read(createLocalAlarms(url));
  }
  return stage === undefined
    ? { missing: 'the console was not told whose alarms to look at (CONSOLE_STAGE)' }
    : read(createCloudWatchAlarms({ client, stage }));
}
