import { App } from 'aws-cdk-lib';
import { BUNDLING_STACKS } from 'aws-cdk-lib/cx-api';
import { context } from '../../cdk.json';
import { composeStacks, type OrderStacks } from '../../lib/stacks/compose-stacks';
import type { Stage } from '../../lib/stage';

const shared = {
  jwt: {
    issuer: 'https://login.example.com',
    audience: 'orders',
    jwksUri: 'https://login.example.com/.well-known/jwks.json',
  },
  carrierUrl: 'https://carrier.example.com',
  mailFrom: 'orders@shop.example',
  delayScale: 1,
};

/** A stage of each kind, for what can be told without deploying any. */
export const EXAMPLE_STAGES = {
  development: { ...shared, kind: 'cloud', name: 'dev', production: false },
  production: {
    ...shared,
    kind: 'cloud',
    name: 'production',
    production: true,
    console: {
      url: 'https://console.shop.example',
      certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/0a1b2c3d-0000-0000-0000-000000000000',
      admitted: ['10.8.0.0/16'],
      oidc: { issuer: 'https://login.example.com', clientId: 'order-console' },
    },
  },
  local: {
    ...shared,
    kind: 'local',
    name: 'local',
    nodePath: process.execPath,
    payment: { url: 'http://127.0.0.1:1', apiKey: 'sk_test_local', webhookSecret: 'whsec_local' },
    database: {
      host: '127.0.0.1',
      port: 2,
      reader: { host: '127.0.0.1', port: 5 },
      name: 'orders',
      user: 'orders',
      password: 'local',
    },
  },
} as const satisfies Record<string, Stage>;
export type ExampleStage = keyof typeof EXAMPLE_STAGES;

/** @param outdir where templates are written; by default a temporary folder */
export function composeExample(
  name: ExampleStage,
  outdir?: string,
): { readonly app: App; readonly stacks: OrderStacks } {
  const app = new App({
    // Without code: templates do not depend on what it says.
    context: { ...context, [BUNDLING_STACKS]: [] },
    ...(outdir === undefined ? {} : { outdir }),
  });
  return { app, stacks: composeStacks(app, EXAMPLE_STAGES[name]) };
}
