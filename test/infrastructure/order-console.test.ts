import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CfnWaitConditionHandle, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { addressesFrom } from '../../bin/cli/operated-queues';
import { UNDO_STEPS } from '../../lambdas/domain/undo-steps';
import { consoleImage } from '../../lib/constructs/console-image';
import { readConsoleStage } from '../../lib/read-console-stage';
import { composeStacks } from '../../lib/stacks/compose-stacks';
import type { ConsoleStage } from '../../lib/stage';
import { version } from '../../package.json';
import { CONSOLE_PERMISSIONS } from '../support/console/console-permissions';
import { appWithoutCode, cloudStage, resourcesOf } from './stages';

const DOCUMENT = path.join(__dirname, '../../docs/console-deployment.md');

const settings = (overrides: Partial<ConsoleStage> = {}): ConsoleStage => ({
  url: 'https://console.shop.example',
  certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/0a1b',
  admitted: ['10.8.0.0/16'],
  oidc: { issuer: 'https://login.example.com', clientId: 'order-console' },
  runbooks: 'https://wiki.example.com/runbooks',
  ...overrides,
});

/** What somebody passes as `-c key=value` who passes everything. */
const CONTEXT = {
  consoleUrl: settings().url,
  consoleCertificateArn: settings().certificateArn,
  consoleClientId: 'order-console',
  consoleAdmits: '10.8.0.0/16',
  consoleIssuer: 'https://people.example.com',
  consoleRoleClaim: 'groups',
  consoleScrapers: '10.9.0.0/24, sg-0a1b2c3d',
  consoleRevision: '0a1b2c3',
  consoleRunbooks: 'https://wiki.example.com/runbooks',
} as const;

const readFrom = (context: Partial<Record<string, string>>): ConsoleStage =>
  readConsoleStage((key) => context[key], {
    required: (meanings) =>
      Object.fromEntries(Object.keys(meanings).map((key) => [key, context[key]])) as Record<
        keyof typeof meanings,
        string
      >,
    issuer: 'https://login.example.com',
  });

/** Names of constructs, by what `CONSOLE_PERMISSIONS` calls them. */
const SUBJECTS: readonly (readonly [RegExp, string])[] = [
  [/IntakeTable/, 'intake'],
  [/CircuitsTable/, 'circuits'],
  [/FailureRecordsTable/, 'failureRecords'],
  [/DeliveriesTable/, 'deliveries'],
  [/WebhookEndpointsTable/, 'webhookEndpoints'],
  [/DeadLetters/, 'deadLetters'],
  [/Queue/, 'queue'],
  [/:execution:/, 'execution'],
  [/SagaStateMachine/, 'saga'],
  ...UNDO_STEPS.map((step) => [new RegExp(`Steps${step}`), step] as const),
];

/** `dynamodb:Query intake/index/not-started`, out of a statement of a policy. */
function permission(action: string, resource: unknown): string {
  const text = JSON.stringify(resource);
  const subject = SUBJECTS.find(([pattern]) => pattern.test(text))?.[1];
  const index = /\/index\/[\w-]+/.exec(text)?.[0] ?? '';
  return resource === '*' ? action : `${action} ${subject ?? text}${index}`;
}

const attributesOf = (
  resource: ReturnType<typeof resourcesOf>[number] | undefined,
): Readonly<Record<string, string>> => {
  const { TargetGroupAttributes, LoadBalancerAttributes } = resource?.Properties ?? {};
  return Object.fromEntries(
    (TargetGroupAttributes ?? LoadBalancerAttributes ?? []).map(({ Key, Value }: { Key: string; Value: string }) => [
      Key,
      Value,
    ]),
  );
};

/** What a deployment hands to the build of the only image of this stack. */
function buildArgumentsOf(stack: Stack): Readonly<Record<string, string>> {
  const directory = Stage.of(stack)?.synth().directory ?? '';
  const manifest = JSON.parse(readFileSync(path.join(directory, `${stack.artifactId}.assets.json`), 'utf8'));
  const [image] = Object.values<{ source: { dockerBuildArgs: Record<string, string> } }>(manifest.dockerImages);
  return image?.source.dockerBuildArgs ?? {};
}

describe('The console of a cloud stage', () => {
  it('is not there unless it is asked for', () => {
    expect(composeStacks(appWithoutCode(), cloudStage()).console).toBeUndefined();
  });

  it('is told everything that its page of the documentation says can be passed', () => {
    const documented = [...readFileSync(DOCUMENT, 'utf8').matchAll(/^\| `(console\w+)` \|/gm)].map(
      ([, key]) => key ?? '',
    );
    const ignored = documented.filter(
      (key) => JSON.stringify(readFrom({ ...CONTEXT, [key]: 'another' })) === JSON.stringify(readFrom(CONTEXT)),
    );

    expect(documented).toContain('consoleRevision');
    expect(ignored).toEqual([]);
  });

  it.each([
    ['consoleUrl', { url: 'http://console.shop.example' }],
    ['consoleIssuer', { oidc: { issuer: 'http://login.example.com', clientId: 'x' } }],
    ['consoleRunbooks', { runbooks: 'http://wiki.example.com' }],
    ['consoleCertificateArn', { certificateArn: 'none' }],
    ['consoleAdmits', { admitted: [] }],
    ['consoleAdmits', { admitted: ['0.0.0.0/0'] }],
    ['consoleScrapers', { scrapers: ['sg-0a1b', '0.0.0.0/0'] }],
    ['consoleScrapers', { scrapers: [''] }],
  ])('fails with a %s that nobody should trust', (name, overrides) => {
    const stage = cloudStage({ console: settings(overrides) });

    expect(() => composeStacks(appWithoutCode(), stage)).toThrow(`'${name}' must`);
  });
});

describe('The stack of the console', () => {
  const stacks = composeStacks(
    appWithoutCode(),
    cloudStage({
      production: true,
      console: readFrom(CONTEXT),
    }),
  );
  const template = Template.fromStack(stacks.console ?? stacks.data);
  const [task] = resourcesOf('AWS::ECS::TaskDefinition', template);
  const [service] = resourcesOf('AWS::ECS::Service', template);
  const [loadBalancer] = resourcesOf('AWS::ElasticLoadBalancingV2::LoadBalancer', template);
  const [target] = resourcesOf('AWS::ElasticLoadBalancingV2::TargetGroup', template);
  const container = task?.Properties.ContainerDefinitions[0];
  const environment: Readonly<Record<string, unknown>> = Object.fromEntries(
    (container?.Environment ?? []).map(({ Name, Value }: { Name: string; Value: unknown }) => [Name, Value]),
  );
  const statements = resourcesOf('AWS::IAM::Policy', template)
    .filter(({ logicalId }) => logicalId.startsWith('Role'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);

  it.each([false, true])('has no finding of cdk-nag that nobody has acknowledged (production: %s)', (production) => {
    const app = appWithoutCode();
    composeStacks(app, cloudStage({ production, console: settings() }));

    expect(() => app.synth()).not.toThrow();
  });

  it('is reached by nobody but the addresses that are named: operators by TLS, who scrapes from inside', () => {
    const listeners = resourcesOf('AWS::ElasticLoadBalancingV2::Listener', template);
    const open = resourcesOf('AWS::EC2::SecurityGroup', template)
      .flatMap(({ Properties }) => Properties.SecurityGroupIngress ?? [])
      .map(({ CidrIp, SourceSecurityGroupId, FromPort }) => [CidrIp ?? SourceSecurityGroupId, FromPort]);

    expect(loadBalancer?.Properties.Scheme).toBe('internal');
    expect(service?.Properties.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp).toBe('DISABLED');
    expect(open.sort()).toEqual([
      ['10.8.0.0/16', 443],
      ['10.9.0.0/24', 8080],
      ['sg-0a1b2c3d', 8080],
    ]);
    expect(listeners.map(({ Properties }) => Properties.Protocol)).toEqual(['HTTPS']);
    expect(listeners[0]?.Properties.Certificates).toEqual([{ CertificateArn: settings().certificateArn }]);
    expect(listeners[0]?.Properties.SslPolicy).toMatch(/TLS13/);
  });

  it('sends a browser to the same task again: how far a replay is, no other knows', () => {
    expect(attributesOf(target)).toMatchObject({ 'stickiness.enabled': 'true', 'stickiness.type': 'lb_cookie' });
  });

  it('learns by a header that no client can leave out who comes from outside', () => {
    expect(attributesOf(loadBalancer)).toMatchObject({ 'routing.http.xff_header_processing.mode': 'append' });
  });

  it('lets to a task, of all others inside, the load balancer alone', () => {
    const inside = resourcesOf('AWS::EC2::SecurityGroupIngress', template)
      .filter(({ Properties }) => Properties.FromPort === 8080)
      .map(({ Properties }) => JSON.stringify(Properties.SourceSecurityGroupId));

    expect(inside).toEqual([expect.stringContaining('EntranceGroup')]);
  });

  it('runs unprivileged, on a file system that nothing is written to', () => {
    expect(container).toMatchObject({ User: '1000:1000', ReadonlyRootFilesystem: true, Privileged: false });
  });

  it('is built of an image that says what it was made of', () => {
    const alone = new Stack(appWithoutCode());
    new CfnWaitConditionHandle(alone, 'Resource'); // a stack has to have one
    consoleImage(alone, 'Image');

    expect(buildArgumentsOf(stacks.console ?? alone)).toEqual({ VERSION: version, REVISION: '0a1b2c3' });
    expect(buildArgumentsOf(alone)).toEqual({ VERSION: version });
  });

  it('is given its secrets by Secrets Manager, and none in the open', () => {
    const secrets = container?.Secrets.map(({ Name }: { Name: string }) => Name);

    expect(secrets.sort()).toEqual(['CONSOLE_COOKIE_SECRETS', 'OIDC_CLIENT_SECRET']);
    expect(Object.keys(environment).filter((name) => /SECRET|PASSWORD/.test(name))).toEqual([]);
    expect(environment['DATABASE_AUTH']).toBe('iam');
  });

  it('operates every queue that the command line operates, by the same names', () => {
    const text = JSON.stringify(environment['OPERATED_QUEUES']);
    const named = [...text.matchAll(/\\"name\\":\\"([\w-]+)\\",\\"kind\\":\\"(\w+)\\"/g)].map(([, name, kind]) => ({
      name,
      kind,
    }));

    expect(named.length).toBeGreaterThan(0);
    const outputs = [stacks.data, stacks.workflow].flatMap((stack) =>
      Object.keys(Template.fromStack(stack).findOutputs('*')).map((name) => [name, name]),
    );
    const operated = addressesFrom(Object.fromEntries(outputs), (name) => name);
    expect(named).toEqual(expect.arrayContaining(operated.map(({ name, kind }) => ({ name, kind }))));
    expect(named).toHaveLength(operated.length);
  });

  it('is told whose alarms it shows, and where their runbooks can be read', () => {
    expect(environment['CONSOLE_STAGE']).toBe(cloudStage().name);
    expect(environment['CONSOLE_RUNBOOKS_URL']).toBe('https://wiki.example.com/runbooks');
  });

  it('may do on any resource nothing but read alarms and metrics, and read and write traces', () => {
    const onAny = statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);

    expect(onAny).toEqual([
      'cloudwatch:DescribeAlarms',
      'cloudwatch:GetMetricData',
      'xray:BatchGetTraces',
      'xray:PutTraceSegments',
    ]);
  });

  it('may do exactly what it does', () => {
    const allowed = statements.flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action: string) => [Resource].flat().map((resource) => permission(action, resource))),
    );

    expect([...new Set(allowed)].filter((each) => !each.startsWith('rds-db:')).sort()).toEqual(CONSOLE_PERMISSIONS);
  });

  it('may neither place orders nor start sagas, nor change a stored order or an endpoint', () => {
    const actions = statements.flatMap(({ Action }) => Action);

    expect(actions).toContain('sqs:SendMessage');
    expect(actions.filter((action: string) => action.includes('*'))).toEqual([]);
    expect(actions).not.toContain('states:StartExecution');
    expect(actions).not.toContain('dynamodb:UpdateItem');
    expect(actions).not.toContain('dynamodb:DeleteItem');
    expect(actions).not.toContain('secretsmanager:GetSecretValue');
  });

  it('writes to the failure records what operators did, and nothing else', () => {
    const writing = statements.filter(({ Action }) => [Action].flat().includes('dynamodb:PutItem'));

    expect(writing.map(({ Condition }) => Condition)).toEqual([
      { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['action#*'] } },
    ]);
  });

  it('is killed only after it had the time to end, and is sent nobody meanwhile', () => {
    const { StopTimeout } = container ?? {};
    const shutdownMs = Number(environment['CONSOLE_SHUTDOWN_MS']);

    expect(Number(environment['CONSOLE_DRAIN_MS'])).toBeLessThan(shutdownMs);
    expect(StopTimeout * 1_000).toBeGreaterThan(shutdownMs);
    // Fargate waits no longer.
    expect(StopTimeout).toBeLessThanOrEqual(120);
  });

  it('is put in place only when it is ready, and taken back when it never is', () => {
    expect(target?.Properties.HealthCheckPath).toBe('/health/ready');
    expect(service?.Properties.DesiredCount).toBe(2);
    expect(service?.Properties.DeploymentConfiguration).toMatchObject({
      MinimumHealthyPercent: 100,
      DeploymentCircuitBreaker: { Enable: true, Rollback: true },
    });
  });

  it('runs the image of its Dockerfile on the processors that it is built for', () => {
    expect(task?.Properties.RuntimePlatform.CpuArchitecture).toBe('ARM64');
    expect(container?.HealthCheck.Command).toEqual(['CMD', 'node', 'code/health-check.js']);
  });

  it('keeps what is written about it for a while, and not for ever', () => {
    const [logs] = resourcesOf('AWS::Logs::LogGroup', template);
    const [bucket] = resourcesOf('AWS::S3::Bucket', template);

    expect(logs?.Properties.RetentionInDays).toBe(90);
    expect(bucket?.Properties.LifecycleConfiguration.Rules).toHaveLength(1);
  });
});
