import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BUNDLING_STACKS } from 'aws-cdk-lib/cx-api';
import { context } from '../../cdk.json';
import { composeStacks } from '../../lib/stacks/compose-stacks';
import type { CloudStage, LocalStage, Stage } from '../../lib/stage';

export const cloudStage = (overrides: Partial<CloudStage> = {}): CloudStage => ({
  kind: 'cloud',
  name: 'dev',
  production: false,
  jwt: {
    issuer: 'https://login.example.com/',
    audience: 'orders',
    jwksUri: 'https://login.example.com/.well-known/jwks.json',
  },
  carrierUrl: 'https://carrier.example.com',
  mailFrom: 'orders@shop.example',
  delayScale: 1,
  ...overrides,
});

export const localStage = (): LocalStage => ({
  kind: 'local',
  name: 'local',
  nodePath: process.execPath,
  jwt: { issuer: 'http://127.0.0.1:1', audience: 'orders', jwksUri: 'http://127.0.0.1:1/jwks.json' },
  carrierUrl: 'http://127.0.0.1:2',
  mailFrom: 'orders@shop.example',
  payment: { url: 'http://127.0.0.1:3', apiKey: 'sk_test_local', webhookSecret: 'whsec_local' },
  database: {
    host: '127.0.0.1',
    port: 4,
    reader: { host: '127.0.0.1', port: 5 },
    name: 'orders',
    user: 'orders',
    password: 'local',
  },
  delayScale: 0.01,
});

/** An app with the flags of `cdk.json`, which builds no code: what a template says does not depend on it. */
export const appWithoutCode = (): App => new App({ context: { ...context, [BUNDLING_STACKS]: [] } });

export interface Templates {
  readonly data: Template;
  readonly workflow: Template;
}

export function synthesize(stage: Stage): Templates {
  const { data, workflow } = composeStacks(appWithoutCode(), stage);
  const templateOf = (stack: Stack): Template => Template.fromStack(stack);
  return { data: templateOf(data), workflow: templateOf(workflow) };
}

export interface Resource {
  readonly logicalId: string;
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any shape, and a wrong path fails the test
  readonly Properties: any;
  readonly DeletionPolicy?: string;
}

export const resourcesOf = (type: string, ...templates: readonly Template[]): readonly Resource[] =>
  templates.flatMap((template) =>
    Object.entries(template.findResources(type)).map(
      ([logicalId, resource]) => ({ logicalId, ...resource }) as unknown as Resource,
    ),
  );
