import path from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createAwsJsonApi } from '../../lambdas/gateways/aws-json-api';
import type { AlarmReading } from '../../lambdas/ports/alarm-reader';
import { emulatorClient } from '../aws';
import type { Endpoints } from '../endpoints';
import { deployedAlarms } from './deployed-alarms';
import { samplesInLine } from './emf';
import { evaluateAlarms } from './evaluate-alarms';
import { addGatewaySamples } from './gateway-samples';
import { MetricSamples } from './metric-samples';
import { observeExecutions } from './observe-executions';
import { observeFunctions } from './observe-functions';
import { createLogReader } from './observe-logs';
import { observeQueues } from './observe-queues';

/** As far back as the slowest alarm looks, when the local cloud has been up for so long. */
const LOOK_BACK_MS = 6 * 3 * 60 * 60_000;
/** Queues are looked at for as long as their alarms do. */
const QUEUE_LOOK_BACK_MS = 10 * 60_000;

/** The state that the synthesized alarms would have in AWS, from what the local cloud shows of itself. */
export async function readLocalAlarms(
  endpoints: Endpoints,
  { now = Date.now(), from = now - LOOK_BACK_MS }: { readonly now?: number; readonly from?: number } = {},
): Promise<readonly AlarmReading[]> {
  const client = emulatorClient(endpoints.emulator);
  const cloudFormation = new CloudFormationClient(client);
  const cloudWatch = new CloudWatchClient(client);
  const sfn = new SFNClient(client);
  const aws = createAwsJsonApi({ ...client, credentials: () => client.credentials });
  try {
    const alarms = await deployedAlarms(cloudFormation, path.join(endpoints.stateDirectory, 'cdk', 'assembly'));
    const samples = new MetricSamples();
    const logs = createLogReader({ aws });
    const lines = await logs.lines({ groups: await logs.groups(), from, to: now, pattern: 'CloudWatchMetrics' });
    const measured = lines.flatMap(({ message }) => samplesInLine(message)).filter(({ at }) => at > from);
    for (const { metric, ...sample } of measured) {
      samples.add(metric, sample);
    }
    addGatewaySamples('local-order-workflow', measured, samples);
    await observeQueues(endpoints.emulator, samples, { from: Math.max(from, now - QUEUE_LOOK_BACK_MS), to: now });
    await observeExecutions(sfn, endpoints.stateMachineArn, samples);
    await observeFunctions(cloudWatch, alarms, samples, { from, to: now });
    return evaluateAlarms(alarms, samples, now);
  } finally {
    cloudFormation.destroy();
    cloudWatch.destroy();
    sfn.destroy();
  }
}
