import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { type Command, InvalidArgumentError } from 'commander';
import { emulatorClient } from '../../localstack/aws';
import type { Endpoints } from '../../localstack/endpoints';
import { CommandError, EXIT } from './command-error';
import { addressesFrom, addressesIn, type QueueAddress } from './operated-queues';
import { runningCloud, withStateDirectory } from './running-cloud';

export interface TargetOptions {
  readonly stateDirectory?: string;
  readonly stack?: string;
  readonly endpoint?: string;
  readonly profile?: string;
  readonly region?: string;
}

/** What every client of the AWS SDK is made with. */
export interface ClientSettings {
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly credentials?: ReturnType<typeof emulatorClient>['credentials'];
}

/** A running order workflow, wherever it runs. */
export type Target = LocalTarget | StackTarget;

interface CommonTarget {
  readonly client: ClientSettings;
  readonly queues: readonly QueueAddress[];
  readonly stateMachineArn: string;
  /**
   * Names of the functions of the saga's way back, by step. Asked for by what undoes alone: all else works too on a stage
   * that this version was not deployed to.
   *
   * @throws CommandError when they are not known there
   */
  undos(): Endpoints['undos'];
  readonly tables: Pick<Endpoints['tables'], 'intake' | 'failureRecords' | 'deliveries' | 'webhookEndpoints'>;
}

interface LocalTarget extends CommonTarget {
  readonly postgres: Endpoints['postgres'];
  readonly traces: Endpoints['traces'];
}

/** Its database cannot be reached from an operator's machine, and its traces are in X-Ray. */
interface StackTarget extends CommonTarget {
  readonly postgres?: undefined;
  readonly traces?: undefined;
  /** Stands beside the database, and tells about it. */
  readonly unfinishedOrdersFunction: string;
}

/** The options by which AWS's own tools choose where they talk to. */
export const withTarget = (command: Command): Command =>
  withStateDirectory(command)
    .option('--stack <stage>', 'talk to AWS: the stage whose stacks say where everything is, e.g. dev')
    .option('--endpoint <url>', 'with --stack: an emulator of AWS, e.g. http://localhost:4566 (AWS_ENDPOINT_URL)', url)
    .option('--profile <name>', 'with --stack: whose credentials to use (AWS_PROFILE)')
    .option('--region <name>', 'with --stack: where the stacks are (AWS_REGION)');

/** @throws InvalidArgumentError, which commander reports with the option's name */
function url(text: string): string {
  if (!/^https?:/.test(text) || !URL.canParse(text)) {
    throw new InvalidArgumentError('expected a URL with http or https');
  }
  return text;
}

/** Of a system in AWS. */
export const clientOf = ({ endpoint, profile, region = regionOfEnvironment() }: TargetOptions): ClientSettings => ({
  ...(endpoint === undefined ? {} : { endpoint }),
  ...(profile === undefined ? {} : { profile }),
  ...(region === undefined ? {} : { region }),
});

/** @throws CommandError when there is nothing to talk to */
export async function findTarget(options: TargetOptions): Promise<Target> {
  const { stack, endpoint, profile } = options;
  if (stack !== undefined) {
    return targetOfStack(stack, clientOf(options));
  }
  if (endpoint !== undefined || profile !== undefined || options.region !== undefined) {
    throw new CommandError(
      '--endpoint, --profile and --region say where the stacks are: name their stage with --stack',
      EXIT.usage,
    );
  }
  const cloud = runningCloud(options);
  const { emulator, stateMachineArn, undos, tables, postgres, traces } = cloud;
  const client = emulatorClient(emulator);
  return { client, queues: addressesIn(cloud), stateMachineArn, undos: () => undos, tables, postgres, traces };
}

/** The command line of AWS has another name for it than the SDK. */
const regionOfEnvironment = (): string | undefined => process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];

async function targetOfStack(stage: string, client: ClientSettings): Promise<StackTarget> {
  const cloudFormation = new CloudFormationClient(client);
  try {
    const [data, workflow] = await Promise.all([
      outputsOf(cloudFormation, `${stage}-order-data`),
      outputsOf(cloudFormation, `${stage}-order-workflow`),
    ]);
    return targetFrom({ stage, client, outputs: { ...data, ...workflow } });
  } finally {
    cloudFormation.destroy();
  }
}

/** What the outputs of a stage's stacks say. */
export function targetFrom({
  stage,
  client,
  outputs,
}: {
  readonly stage: string;
  readonly client: ClientSettings;
  readonly outputs: Partial<Record<string, string>>;
}): StackTarget {
  const output = (name: string): string => {
    const value = outputs[name];
    if (value === undefined) {
      throw new CommandError(`the stacks of '${stage}' have no output ${name}: deploy this version first`);
    }
    return value;
  };
  return {
    client,
    queues: addressesFrom(outputs, output),
    stateMachineArn: output('SagaArn'),
    undos: () => ({
      CancelShipment: output('CancelShipmentFunctionName'),
      RefundPayment: output('RefundPaymentFunctionName'),
      ReleaseInventory: output('ReleaseInventoryFunctionName'),
      RejectOrder: output('RejectOrderFunctionName'),
    }),
    unfinishedOrdersFunction: output('UnfinishedOrdersFunctionName'),
    tables: {
      intake: output('IntakeTableName'),
      failureRecords: output('FailureRecordsTableName'),
      deliveries: output('DeliveriesTableName'),
      webhookEndpoints: output('WebhookEndpointsTableName'),
    },
  };
}

async function outputsOf(client: CloudFormationClient, stack: string): Promise<Partial<Record<string, string>>> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    return Object.fromEntries(
      (Stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const wayOut = /region is missing/i.test(why) ? ': name it with --region, or set AWS_REGION' : '';
    throw new CommandError(`cannot read stack ${stack}: ${why}${wayOut}`);
  }
}
