import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { readCircuits } from '../lib/read-circuits';
import { listed, readConsoleStage } from '../lib/read-console-stage';
import { readLogging } from '../lib/read-logging';
import { composeStacks } from '../lib/stacks/compose-stacks';
import { assertSoundStage, type CloudStage, type LocalStage, type Stage } from '../lib/stage';

class UsageError extends Error {}

const app = new App();
try {
  composeStacks(app, readStage());
} catch (error) {
  if (!(error instanceof UsageError)) {
    throw error;
  }
  // Whoever typed the command needs the sentence, not the stack.
  console.error(error.message);
  process.exit(1);
}

function readStage(): Stage {
  try {
    const stage = context('stage') === 'local' ? readLocalStage() : readCloudStage();
    assertSoundStage(stage);
    return stage;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readLocalStage(): LocalStage {
  const { localCloud } = requiredContext({
    localCloud: 'the path of the file in which the local cloud describes itself',
  });
  const stage: Partial<LocalStage> = JSON.parse(readFileSync(localCloud, 'utf8'));
  if (stage.kind !== 'local') {
    throw new UsageError(`'${localCloud}' should describe a local stage, got kind '${stage.kind}'`);
  }
  return { ...stage, logging: readLogging(context), circuits: readCircuits(context) } as LocalStage;
}

function readCloudStage(): CloudStage {
  const { jwtIssuer, jwtAudience, carrierUrl, mailFrom } = requiredContext({
    jwtIssuer: 'https://…, the OpenID provider whose tokens the API accepts',
    jwtAudience: 'the audience that tokens for this API carry',
    carrierUrl: "https://…, the carrier's API",
    mailFrom: "the address that customers' mails come from, verified with Amazon SES",
  });
  return {
    kind: 'cloud',
    name: context('stage') ?? 'dev',
    account: process.env['CDK_DEFAULT_ACCOUNT'],
    region: process.env['CDK_DEFAULT_REGION'],
    production: flag('production'),
    traceSampling: context('traceSampling') === undefined ? undefined : Number(context('traceSampling')),
    jwt: {
      issuer: jwtIssuer,
      audience: jwtAudience,
      jwksUri: context('jwksUri') ?? `${jwtIssuer.replace(/\/$/, '')}/.well-known/jwks.json`,
    },
    carrierUrl,
    mailFrom,
    delayScale: 1,
    logging: readLogging(context),
    circuits: readCircuits(context),
    alarmSubscribers: listed(context('alarmSubscribers') ?? ''),
    console: flag('console') ? readConsoleStage(context, { required: requiredContext, issuer: jwtIssuer }) : undefined,
  };
}

/** @throws UsageError for what is neither: a misspelled yes to `production` would be a no, and a database without protection */
function flag(key: string): boolean {
  const value = context(key) ?? 'false';
  if (value !== 'true' && value !== 'false') {
    throw new UsageError(`'${key}' should be true or false, got '${value}'`);
  }
  return value === 'true';
}

/** A value that was passed as `-c key=value`, or stands in `cdk.json`. */
function context(key: string): string | undefined {
  const value: unknown = app.node.tryGetContext(key);
  return value === undefined || value === '' ? undefined : String(value);
}

/** @throws UsageError naming everything that is missing, with what it means */
function requiredContext<Key extends string>(meanings: Readonly<Record<Key, string>>): Record<Key, string> {
  const keys = Object.keys(meanings) as Key[];
  const missing = keys.filter((key) => context(key) === undefined);
  if (missing.length > 0) {
    throw new UsageError(['pass', ...missing.map((key) => `  -c ${key}=…  ${meanings[key]}`)].join('\n'));
  }
  return Object.fromEntries(keys.map((key) => [key, context(key)])) as Record<Key, string>;
}
