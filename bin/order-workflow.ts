import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { composeStacks } from '../lib/stacks/compose-stacks';
import type { CloudStage, LocalStage, Stage } from '../lib/stage';

const app = new App();
composeStacks(app, readStage());

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
