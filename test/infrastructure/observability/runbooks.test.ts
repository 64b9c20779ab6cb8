import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { createProgram } from '../../../bin/cli/program';
import { scripts } from '../../../package.json';
import { orderIdOf } from '../../support/mothers/order-mother';
import { checkAwsCommand, optionsOf, wordsOf } from '../../support/observability/aws-commands';
import { gapsIn, RUNBOOKS, readRunbook, runbookFiles, sectionOf } from '../../support/observability/runbook-sections';
import { cloudStage, resourcesOf, synthesize } from '../stages';

const ROOT = path.join(__dirname, '../../..');

const { data, workflow } = synthesize(
  cloudStage({ alarmSubscribers: ['ops@example.com', 'https://pager.example.com'] }),
);
const alarms = [
  ...resourcesOf('AWS::CloudWatch::Alarm', data, workflow),
  ...resourcesOf('AWS::CloudWatch::CompositeAlarm', data, workflow),
];
const files = runbookFiles();
const sources = readdirSync(path.join(ROOT, 'lambdas'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(path.join(ROOT, 'lambdas', file), 'utf8'));
const read = readRunbook;

describe('The text of an alarm', () => {
  it.each(alarms.map((alarm) => [alarm.logicalId, alarm.Properties.AlarmDescription as string]))(
    'of %s says what it means for customers, and leads to a runbook that has everything',
    (_, description) => {
      expect(gapsIn(description)).toEqual([]);
    },
  );

  it('fails to satisfy when something of that is missing: the check can turn red', () => {
    expect(gapsIn('Something is wrong. Runbook: docs/runbooks/dead-letters.md#nowhere')).toHaveLength(6);
    expect(gapsIn('Something is wrong. Customers: they wait for it. Runbook: docs/runbooks/none.md')).toHaveLength(6);
  });

  it('is short enough for CloudWatch', () => {
    expect(Math.max(...alarms.map(({ Properties }) => Properties.AlarmDescription.length))).toBeLessThan(1_024);
  });
});

describe('Alarms', () => {
  const rules = JSON.stringify(
    resourcesOf('AWS::CloudWatch::CompositeAlarm', workflow).map(({ Properties }) => Properties.AlarmRule),
  );

  it('tell the topic when they begin and when they end; only parts of others tell nobody', () => {
    for (const { logicalId, Properties } of alarms) {
      const isPart = rules.includes(`"${logicalId}"`);
      expect([logicalId, Properties.AlarmActions?.length ?? 0]).toEqual([logicalId, isPart ? 0 : 1]);
      expect([logicalId, Properties.OKActions?.length ?? 0]).toEqual([logicalId, isPart ? 0 : 1]);
    }
  });

  it('tell of silence where that is what they are about', () => {
    const silent = alarms.filter(({ Properties }) => Properties.TreatMissingData === 'missing');

    expect(silent.length).toBeGreaterThan(0);
    for (const { Properties } of silent) {
      expect(Properties.InsufficientDataActions).toHaveLength(1);
    }
  });

  it('go to whoever is named, over an encrypted topic that CloudWatch may use and that takes TLS only', () => {
    const [topic] = resourcesOf('AWS::SNS::Topic', data);
    const [policy] = resourcesOf('AWS::SNS::TopicPolicy', data);
    const [key] = resourcesOf('AWS::KMS::Key', data);

    expect(topic?.Properties.KmsMasterKeyId).toBeDefined();
    expect(JSON.stringify(policy?.Properties)).toContain('"aws:SecureTransport":"false"');
    expect(JSON.stringify(key?.Properties.KeyPolicy)).toContain('cloudwatch.amazonaws.com');
    expect(
      resourcesOf('AWS::SNS::Subscription', data).map(({ Properties }) => [Properties.Protocol, Properties.Endpoint]),
    ).toEqual([
      ['email', 'ops@example.com'],
      ['https', 'https://pager.example.com'],
    ]);
  });

  it('fails for a subscriber that cannot be told anything safely', () => {
    expect(() => synthesize(cloudStage({ alarmSubscribers: ['http://pager.example.com'] }))).toThrow(
      "should be an e-mail address or begin with https://, got 'http://pager.example.com'",
    );
  });
});

describe('Runbooks', () => {
  /** In blocks, and in the middle of a sentence. */
  const commandsIn = (text: string): readonly string[] => [
    ...[...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
      block.split('\n').filter((line) => line !== ''),
    ),
    ...[...text.matchAll(/(?<!`)`((?:aws|npx|npm) [^`\n]+)`(?!`)/g)].map(([, command = '']) => command),
  ];
  const commands = [...files, 'README.md'].flatMap((file) =>
    commandsIn(read(file)).map((command) => [file, command] as const),
  );

  it.each(commands)('%s: `%s` is a command that exists', async (_, command) => {
    await expect(parse(command)).resolves.toBeUndefined();
  });

  it.each([
    'npx order-workflow dead-letters resurrect ID',
    'npx order-workflow alarms --loudly',
    'npm run repair-everything',
    'kubectl get pods',
    'aws logs trail LOG-GROUP',
    'aws logs tail',
    'aws logs tail LOG-GROUP --loudly',
    'aws logs tail LOG-GROUP --since',
    'aws secretsmanager describe-secret',
    'aws logs tail LOG-GROUP --filter-pattern \'"nobody has ever logged this"\'',
  ])('fails to take `%s` for one: the check can turn red', async (command) => {
    await expect(parse(command)).rejects.toThrow();
  });

  it.each([...files, 'README.md'])('%s has each command in a block that begins on a line of its own', (file) => {
    expect(read(file)).not.toMatch(/^.+```/m);
  });

  it.each(files)('%s is of use to at least one alarm', (file) => {
    expect(alarms.some(({ Properties }) => Properties.AlarmDescription.includes(`docs/runbooks/${file}`))).toBe(true);
  });

  it.each([...files, 'README.md'])('links of %s lead somewhere', (file) => {
    const links = [...read(file).matchAll(/\]\((?!http)([^)#]+)(?:#([\w-]+))?\)/g)];

    for (const [, target = '', anchor] of links) {
      const linked = path.join(RUNBOOKS, target);
      expect([target, existsSync(linked)]).toEqual([target, true]);
      expect(sectionOf(readFileSync(linked, 'utf8'), anchor)).toBeDefined();
    }
  });
});

/** What others than our functions write into logs, and levels. */
const PATTERNS = ['ERROR', 'WARN', 'duration'];

/** @throws when a command is none: it reads it as the shell and the real command lines do, and does nothing */
async function parse(command: string): Promise<void> {
  const words = wordsOf(command);
  switch (words.slice(0, words[0] === 'aws' ? 1 : 2).join(' ')) {
    case 'npx order-workflow':
      await parseOurs(words.slice(2));
      return;
    case 'npm run':
      if (!(words[2] !== undefined && words[2] in scripts)) {
        throw new Error(`package.json has no script '${words[2]}'`);
      }
      return;
    case 'aws':
      checkAwsCommand(command);
      checkPattern(optionsOf(words).get('--filter-pattern'));
      return;
    default:
      throw new Error(`runbooks should name our own commands and those of AWS, got '${command}'`);
  }
}

/** Whoever is looked for in the logs has to be written there. */
function checkPattern(pattern: string | undefined): void {
  const text = pattern?.replaceAll('"', '') ?? '';
  if (text !== '' && !PATTERNS.includes(text) && !sources.some((source) => source.includes(`'${text}'`))) {
    throw new Error(`no function writes '${text}' into its log`);
  }
}

async function parseOurs(words: readonly string[]): Promise<void> {
  const program = createProgram();
  const disarm = (of: Command): void => {
    of.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
    if (of.commands.length === 0) {
      of.action(() => {});
    }
    of.commands.forEach(disarm);
  };
  disarm(program);
  const asTyped = words.map((word) => (word === 'ORDER' ? orderIdOf(1) : word));
  await program.parseAsync(asTyped, { from: 'user' });
}
