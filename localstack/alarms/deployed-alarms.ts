import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import type { AnyAlarm } from './alarm';
import { type AlarmTemplate, type ResolveReference, readAlarms } from './read-alarms';

const ENDING = '.template.json';

/** The alarms as they were synthesized for what is deployed, with the names that things were given there. */
export async function deployedAlarms(
  cloudFormation: CloudFormationClient,
  assembly: string,
): Promise<readonly AnyAlarm[]> {
  const files = readdirSync(assembly).filter((file) => file.endsWith(ENDING));
  const alarms: AnyAlarm[] = [];
  for (const file of files.sort()) {
    const template = JSON.parse(readFileSync(path.join(assembly, file), 'utf8')) as AlarmTemplate;
    alarms.push(...readAlarms(template, await referencesOf(cloudFormation, file.slice(0, -ENDING.length))));
  }
  return alarms;
}

async function referencesOf(cloudFormation: CloudFormationClient, stack: string): Promise<ResolveReference> {
  const { StackResources = [] } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName: stack }));
  const physical = new Map(
    StackResources.map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId]),
  );
  return (logicalId, attribute) => {
    const id = physical.get(logicalId);
    if (id === undefined) {
      throw new Error(`an alarm of ${stack} names ${logicalId}, which is not deployed`);
    }
    // Of a queue the address identifies it, and its name is the end of that.
    return attribute === 'QueueName' ? (id.split('/').at(-1) ?? id) : id;
  };
}
