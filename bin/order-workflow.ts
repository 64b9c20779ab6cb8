import { readFileSync } from 'node:fs';
import { App, type Environment, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { OrderDataStack } from '../lib/stacks/order-data-stack';
import { OrderWorkflowStack } from '../lib/stacks/order-workflow-stack';
import { assertSoundStage, type CloudStage, type LocalStage, type Stage } from '../lib/stage';

const app = new App();
const stage = readStage();
assertSoundStage(stage);

const production = stage.kind === 'cloud' && stage.production;
const props = {
  stage,
  terminationProtection: production,
  ...(stage.kind === 'cloud' ? { env: environmentOf(stage) } : {}),
};
const data = new OrderDataStack(app, `${stage.name}-order-data`, {
  ...props,
  description: 'Orders: what must survive',
});
new OrderWorkflowStack(app, `${stage.name}-order-workflow`, {
  ...props,
  // Holds nothing that could be lost.
  terminationProtection: false,
  description: 'Orders: what carries them through',
  data,
});

// A finding that nobody has acknowledged ends the synthesis. The emulator's copy has nothing to protect.
if (stage.kind === 'cloud') {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}

/** Without credentials neither is known, and the templates fit any account and region. */
function environmentOf({ account, region }: CloudStage): Environment {
  return { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
}

function readStage(): Stage {
  return context('stage', 'dev') === 'local' ? readLocalStage() : readCloudStage();
}

function readLocalStage(): LocalStage {
  const path = requiredContext('localCloud', 'the path of the file in which the local cloud describes itself');
  const stage: Partial<LocalStage> = JSON.parse(readFileSync(path, 'utf8'));
  if (stage.kind !== 'local') {
    throw new Error(`'${path}' should describe a local stage, got kind '${stage.kind}'`);
  }
  return stage as LocalStage;
}

function readCloudStage(): CloudStage {
  const issuer = requiredContext('jwtIssuer', 'https://… of the OpenID provider whose tokens the API accepts');
  return {
    kind: 'cloud',
    name: context('stage', 'dev'),
    account: process.env['CDK_DEFAULT_ACCOUNT'],
    region: process.env['CDK_DEFAULT_REGION'],
    production: context('production', 'false') === 'true',
    jwt: {
      issuer,
      audience: requiredContext('jwtAudience', 'the audience that tokens for this API carry'),
      jwksUri: context('jwksUri', `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`),
    },
    carrierUrl: requiredContext('carrierUrl', "https://… of the carrier's API"),
    delayScale: 1,
  };
}

function context(key: string, otherwise: string): string {
  const value: unknown = app.node.tryGetContext(key);
  return value === undefined || value === '' ? otherwise : String(value);
}

function requiredContext(key: string, meaning: string): string {
  const value = context(key, '');
  if (value === '') {
    throw new Error(`pass '-c ${key}=…': ${meaning}`);
  }
  return value;
}
