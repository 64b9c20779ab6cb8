import { Template } from 'aws-cdk-lib/assertions';
import { composeStacks } from '../../../lib/stacks/compose-stacks';
import type { Stage } from '../../../lib/stage';
import { appWithoutCode, cloudStage, localStage, type Resource, resourcesOf, synthesize } from '../stages';

const settings = {
  url: 'https://console.shop.example',
  certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/0a1b',
  admitted: ['10.8.0.0/16'],
  oidc: { issuer: 'https://login.example.com', clientId: 'order-console' },
};

const templatesOf = (stage: Stage): readonly Template[] => {
  const { data, workflow, console } = composeStacks(appWithoutCode(), stage);
  return [data, workflow, console].flatMap((stack) => (stack === undefined ? [] : [Template.fromStack(stack)]));
};

/** Where services write that make a log group by themselves when there is none, and keep it for ever. */
const WRITERS: Readonly<Record<string, (resource: Resource) => string | undefined>> = {
  'AWS::Lambda::Function': ({ Properties }) => groupIn(Properties.LoggingConfig?.LogGroup),
  'AWS::RDS::DBCluster': ({ Properties }) => `/aws/rds/cluster/${Properties.DBClusterIdentifier}/postgresql`,
  'AWS::RDS::DBProxy': ({ Properties }) => `/aws/rds/proxy/${Properties.DBProxyName}`,
  'AWS::ApiGateway::Stage': ({ Properties }) =>
    `API-Gateway-Execution-Logs_\${${Properties.RestApiId.Ref}}/${Properties.StageName}`,
  'AWS::ECS::Cluster': ({ Properties }) => `/aws/ecs/containerinsights/${Properties.ClusterName}/performance`,
  'AWS::ECS::TaskDefinition': ({ Properties }) =>
    groupIn(Properties.ContainerDefinitions[0].LogConfiguration?.Options?.['awslogs-group']),
  'AWS::EC2::FlowLog': ({ Properties }) => groupIn(Properties.LogGroupName),
  'AWS::StepFunctions::StateMachine': ({ Properties }) =>
    groupIn(
      Properties.LoggingConfiguration?.Destinations?.[0]?.CloudWatchLogsLogGroup?.LogGroupArn?.['Fn::GetAtt']?.[0],
    ),
};

/** Logical id of a group that is named by a reference. */
const groupIn = (reference: { readonly Ref?: string } | string | undefined): string | undefined =>
  typeof reference === 'string' ? reference : reference?.Ref;

/** A name as a template has it, with what it refers to in braces. */
const nameOf = (name: unknown): string =>
  typeof name === 'string'
    ? name
    : ((name as { 'Fn::Join'?: readonly [string, readonly unknown[]] })?.['Fn::Join']?.[1] ?? [])
        .map((part) => (typeof part === 'string' ? part : `\${${(part as { Ref: string }).Ref}}`))
        .join('');

describe.each([
  ['the cloud', cloudStage({ console: settings })],
  ['production', cloudStage({ production: true, console: settings })],
  ['the local cloud', localStage()],
])('Logs in %s', (_, stage) => {
  const templates = templatesOf(stage);
  const groups = resourcesOf('AWS::Logs::LogGroup', ...templates);

  it('all expire', () => {
    const kept = groups.filter(({ Properties }) => !(Properties?.RetentionInDays > 0));

    expect(kept.map(({ logicalId }) => logicalId)).toEqual([]);
  });

  it.each(Object.entries(WRITERS))('are none that %s makes by itself and keeps for ever', (type, groupOf) => {
    const known = new Set(groups.flatMap(({ logicalId, Properties }) => [logicalId, nameOf(Properties?.LogGroupName)]));
    const writers = resourcesOf(type, ...templates);

    expect(writers.filter((writer) => !known.has(groupOf(writer) ?? '')).map(({ logicalId }) => logicalId)).toEqual([]);
    expect(writers.length > 0 || stage.kind === 'local').toBe(true);
  });
});

describe('Levels of logs', () => {
  const handlerOf = (name: string, ...templates: Parameters<typeof resourcesOf>[1][]) =>
    resourcesOf('AWS::Lambda::Function', ...templates).find(
      ({ Properties }) => Properties.Environment?.Variables?.POWERTOOLS_SERVICE_NAME === name,
    )?.Properties.Environment.Variables;

  it('are set for all functions, for single ones, and for a share of the invocations', () => {
    const { workflow } = synthesize(
      cloudStage({ logging: { level: 'WARN', levels: { 'api/place-order': 'DEBUG' }, debugShare: 0.05 } }),
    );

    expect(handlerOf('place-order', workflow)).toMatchObject({
      POWERTOOLS_LOG_LEVEL: 'DEBUG',
      POWERTOOLS_LOGGER_SAMPLE_RATE: '0.05',
    });
    expect(handlerOf('charge-payment', workflow)).toMatchObject({ POWERTOOLS_LOG_LEVEL: 'WARN' });
  });
});
