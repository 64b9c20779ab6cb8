import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { composeStacks } from '../../lib/stacks/compose-stacks';
import resourceTypes from '../../localstack/resource-types.json';
import { appWithoutCode, cloudStage, localStage, synthesize } from './stages';

const ROOT = path.join(__dirname, '../..');
const CLI = path.join(ROOT, 'node_modules/aws-cdk/bin/cdk');
const TYPESCRIPT = `${JSON.stringify(process.execPath)} --require tsx/cjs`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'app-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What somebody sees who types `cdk synth` with these options. */
const cdkSynth = (app: string, ...context: readonly string[]) =>
  spawnSync(
    process.execPath,
    [
      CLI,
      'synth',
      '--quiet',
      '--no-notices',
      '--output',
      path.join(folder, 'out'),
      '--app',
      `${TYPESCRIPT} ${app}`,
      ...context.flatMap((value) => ['-c', value]),
    ],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: folder, CDK_DISABLE_CLI_TELEMETRY: 'true' },
    },
  );

/** What a cloud stage needs to be told. */
const CLOUD = [
  'jwtIssuer=https://login.example.com',
  'jwtAudience=orders',
  'carrierUrl=https://carrier.example.com',
  'mailFrom=orders@shop.example',
];

describe('cdk synth', () => {
  it('fails without the context that a cloud stage needs, and says what to pass', () => {
    const { status, stderr } = cdkSynth('bin/order-workflow.ts', 'carrierUrl=https://carrier.example.com');

    expect(status).toBe(1);
    expect(stderr).toContain('-c jwtIssuer=…');
    expect(stderr).toContain('-c jwtAudience=…');
    expect(stderr).not.toContain('-c carrierUrl=…');
  });

  it('fails when tokens would come from an issuer without TLS', () => {
    const { status, stderr } = cdkSynth(
      'bin/order-workflow.ts',
      'jwtIssuer=http://login.example.com',
      'jwtAudience=orders',
      'carrierUrl=https://carrier.example.com',
      'mailFrom=orders@shop.example',
    );

    expect(status).toBe(1);
    expect(stderr).toContain("'issuer' must be an https address in the cloud, got 'http://login.example.com'");
  });

  it('reads who may reach the console, and fails when that is everybody', () => {
    const { status, stderr } = cdkSynth(
      'bin/order-workflow.ts',
      ...CLOUD,
      'console=true',
      'consoleUrl=https://console.example.com',
      'consoleCertificateArn=arn:aws:acm:eu-central-1:111122223333:certificate/1',
      'consoleClientId=order-console',
      'consoleAdmits=10.8.0.0/16, 0.0.0.0/0',
    );

    expect(status).toBe(1);
    expect(stderr).toContain(
      "'consoleAdmits' must be ranges of addresses such as 10.8.0.0/16, got '10.8.0.0/16,0.0.0.0/0'",
    );
  });

  it('fails when a yes or no is neither, and so would be taken for a no: a database that goes with its stack', () => {
    const { status, stderr } = cdkSynth('bin/order-workflow.ts', ...CLOUD, 'production=yes');

    expect(status).toBe(1);
    expect(stderr).toContain("'production' should be true or false, got 'yes'");
  });

  it('fails when the file of the local cloud describes something else', () => {
    const file = path.join(folder, 'stage.json');
    writeFileSync(file, JSON.stringify(cloudStage()));

    const { status, stderr } = cdkSynth('bin/order-workflow.ts', 'stage=local', `localCloud=${file}`);

    expect(status).toBe(1);
    expect(stderr).toContain("should describe a local stage, got kind 'cloud'");
  });

  it('fails on a finding of cdk-nag that nobody has acknowledged', () => {
    const { status, stderr } = cdkSynth('test/infrastructure/fixtures/unacknowledged.ts');

    expect(status).toBe(1);
    expect(stderr).toContain('AwsSolutions-SQS3');
  });
});

describe('Cloud stage', () => {
  const { jwt } = cloudStage();

  it.each([
    ['issuer', { jwt: { ...jwt, issuer: 'http://login.example.com' } }],
    ['jwksUri', { jwt: { ...jwt, jwksUri: 'http://login.example.com/jwks.json' } }],
    ['carrierUrl', { carrierUrl: 'http://carrier.example.com' }],
    ['mailFrom', { mailFrom: 'nobody' }],
    ['audience', { jwt: { ...jwt, audience: '' } }],
  ])('fails with a %s that nobody should trust', (name, overrides) => {
    expect(() => composeStacks(appWithoutCode(), cloudStage(overrides))).toThrow(`'${name}' must`);
  });

  it('tells the operator where the keys of the outside services belong', () => {
    const { data } = synthesize(cloudStage());

    expect(Object.keys(data.findOutputs('*'))).toEqual(
      expect.arrayContaining(['PaymentKeySecretArn', 'CarrierKeySecretArn']),
    );
  });
});

describe('cdk-nag', () => {
  it.each([{ production: false }, { production: true }])(
    'finds nothing that nobody has acknowledged (production: $production)',
    ({ production }) => {
      const app = appWithoutCode();
      composeStacks(app, cloudStage({ production }));

      expect(() => app.synth()).not.toThrow();
    },
  );

  it('fails on whatever is added without care', () => {
    const app = appWithoutCode();
    const { data } = composeStacks(app, cloudStage());
    new Queue(data, 'WithoutDeadLetters');

    expect(() => app.synth()).toThrow(/AwsSolutions-SQS3/);
  });
});

describe('Local stage', () => {
  const { data, workflow } = synthesize(localStage());

  it('consists of the resource types that the emulator is known to make, and no others', () => {
    const types = [data, workflow].flatMap((template) =>
      Object.values(template.toJSON()['Resources'] as Record<string, { Type: string; Condition?: string }>)
        .filter(({ Condition }) => Condition === undefined) // never fulfilled there: see below
        .map(({ Type }) => Type),
    );

    expect([...new Set(types)].sort()).toEqual([...resourceTypes].sort());
  });

  it('has all alarms in its templates, for our own evaluator, and lets the emulator make none', () => {
    for (const template of [data, workflow]) {
      const alarms = Object.values(
        template.toJSON()['Resources'] as Record<string, { Type: string; Condition?: string }>,
      ).filter(({ Type }) => /^AWS::CloudWatch::(Composite)?Alarm$/.test(Type));

      expect(alarms.length).toBeGreaterThan(0);
      expect(new Set(alarms.map(({ Condition }) => Condition))).toEqual(new Set(['AlarmsAreProvisioned']));
      expect(template.toJSON()['Conditions'].AlarmsAreProvisioned).toEqual({
        'Fn::Equals': [{ Ref: 'ProvisionAlarms' }, 'yes'],
      });
      expect(template.toJSON()['Parameters'].ProvisionAlarms.Default).toBe('no');
    }
  });

  it.each([
    'ApiUrl',
    'EventBusName',
    'OrderQueueUrl',
    'OrderDeadLettersUrl',
    'PaymentEventQueueUrl',
    'PaymentEventDeadLettersUrl',
    'SagaArn',
    'IntakeTableName',
    'CircuitTableName',
    'FailureRecordsTableName',
    'DeliveriesTableName',
    'WebhookEndpointsTableName',
    'WebhookQueueUrl',
    'WebhookDeadLettersUrl',
    'ConsumerWebhookEventsQueueUrl',
    'ConsumerWebhookEventsDeadLettersUrl',
    'ConsumerMailEventsQueueUrl',
    'ConsumerMailEventsDeadLettersUrl',
    'FailedExecutionsQueueUrl',
    'FailedExecutionsDeadLettersUrl',
  ])('tells the local cloud its %s', (name) => {
    const outputs = { ...data.findOutputs('*'), ...workflow.findOutputs('*') };

    expect(Object.keys(outputs)).toContain(name);
  });
});
