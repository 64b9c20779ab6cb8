import '../support/observability/measured';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import { addressesFrom } from '../../bin/cli/operated-queues';
import type { HandleMessage } from '../../lambdas/runtime/sqs-batch';
import type { EventConsumerProps } from '../../lib/constructs/event-consumer';
import { composeStacks } from '../../lib/stacks/compose-stacks';
import type { OrderWorkflowStack } from '../../lib/stacks/order-workflow-stack';
import { readAlarms } from '../../localstack/alarms/read-alarms';
import { InMemoryOrderProgress } from '../support/events/in-memory-order-progress';
import { faultsOf, faultsOfConsumers, runbooksOf, runbooksRungBy } from '../support/observability/alarm-faults';
import { referenceTo } from '../support/observability/deployed-metrics';
import { gapsIn } from '../support/observability/runbook-sections';
import { SimulatedStage } from '../support/observability/simulated-stage';
import { useSimulatedTime } from '../support/observability/simulated-time';
import { actionsOf, CONSUME, EVERY, statementsOfRole } from '../support/permissions';
import { appWithoutCode, cloudStage, resourcesOf } from './stages';

const ROOT = path.join(__dirname, '../..');
const GUIDE = path.join(ROOT, 'docs/adding-a-consumer.md');
const SAMPLES = path.join(ROOT, 'test/unit/contracts/samples/orderEvent/v1');

/** The files of the guide, by the path that their first line names. */
const filesOf = (guide: string): ReadonlyMap<string, string> =>
  new Map([...guide.matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```$/gm)].map(([, file = '', code = '']) => [file, code]));

/** So that a file in a folder of the test finds those of the repository, and those of the guide itself. */
const withPlaces = (file: string, code: string, ours: ReadonlySet<string>): string =>
  code.replace(/from '(\.{1,2}\/[^']+)'/g, (whole, to: string) => {
    const target = path.join(path.dirname(file), to);
    return ours.has(`${target}.ts`) ? whole : `from '${path.join(ROOT, target)}'`;
  });

describe('The guide to adding a consumer', () => {
  const guide = readFileSync(GUIDE, 'utf8');
  const files = filesOf(guide);
  let folder = '';
  const at = (file: string): string => path.join(folder, file);

  beforeAll(() => {
    folder = mkdtempSync(path.join(__dirname, 'guide-'));
    for (const [file, code] of files) {
      mkdirSync(path.dirname(at(file)), { recursive: true });
      writeFileSync(at(file), withPlaces(file, code, new Set(files.keys())));
    }
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('has a factory, a handler and a construct', () => {
    expect([...files.keys()]).toEqual([
      'lambdas/consumers/keep-summaries.ts',
      'lambdas/consumers/keep-summaries.handler.ts',
      'lib/constructs/order-summaries.ts',
    ]);
  });

  it('has files that the compiler takes, under the rules of this repository', () => {
    const project = at('tsconfig.json');
    writeFileSync(project, JSON.stringify({ extends: path.join(ROOT, 'tsconfig.json'), include: ['**/*.ts'] }));

    const { stdout } = spawnSync(path.join(ROOT, 'node_modules/.bin/tsc'), ['--noEmit', '-p', project], {
      encoding: 'utf8',
    });

    expect(stdout).toBe('');
  }, 120_000);

  it('has a handler that can be bundled with everything that it needs', () => {
    const { errors, outputFiles } = buildSync({
      entryPoints: [at('lambdas/consumers/keep-summaries.handler.ts')],
      ...{ bundle: true, write: false, platform: 'node', format: 'cjs', mainFields: ['module', 'main'] },
    });

    expect(errors).toEqual([]);
    expect(outputFiles[0]?.text).toContain('keep-summaries');
  });

  it('has a consumer that keeps the newest of each order, whatever comes in whatever order', async () => {
    const { createKeepSummaries } = require(at('lambdas/consumers/keep-summaries.ts')) as {
      createKeepSummaries: (deps: object) => HandleMessage;
    };
    const summaries = new InMemoryOrderProgress<object>();
    const consume = createKeepSummaries({ summaries });
    const handle = (name: string) =>
      consume({
        body: readFileSync(path.join(SAMPLES, `${name}.json`), 'utf8'),
        traceHeader: undefined,
        remainingTimeMs: () => 1_000,
      });

    for (const name of ['order-confirmed', 'order-received', 'order-charged', 'order-confirmed']) {
      expect(await handle(name)).toBe('done');
    }

    expect([...summaries.orders.values()]).toEqual([
      { sequence: 5, state: { status: 'CONFIRMED', since: '2026-11-26T10:00:04.028Z' } },
    ]);
    await expect(consume({ body: '{}', traceHeader: undefined, remainingTimeMs: () => 1 })).rejects.toThrow(
      /malformed/,
    );
  });

  describe('has a construct that, with its one line in the stack,', () => {
    const stage = cloudStage();
    let templates: readonly Template[] = [];
    let workflow: OrderWorkflowStack | undefined;
    const ofConsumer = (type: string) =>
      resourcesOf(type, ...templates).filter(({ logicalId }) => logicalId.startsWith('Summaries'));

    beforeAll(() => {
      const { OrderSummaries } = require(at('lib/constructs/order-summaries.ts')) as {
        OrderSummaries: new (
          scope: Construct,
          id: string,
          props: Pick<EventConsumerProps, 'stage' | 'events' | 'failures'>,
        ) => Construct;
      };
      const stacks = composeStacks(appWithoutCode(), stage);
      const { events, failures } = stacks.data;
      new OrderSummaries(stacks.workflow, 'Summaries', { stage, events, failures });
      workflow = stacks.workflow;
      templates = [stacks.data, stacks.workflow].map((stack) => Template.fromStack(stack));
    }, 60_000);

    it('has a rule for its events alone, a queue with its dead letters, and a function that may use its table', () => {
      const [rule] = ofConsumer('AWS::Events::Rule');
      expect(rule?.Properties.EventPattern).toEqual({
        source: ['order-workflow'],
        'detail-type': ['OrderConfirmed', 'OrderRejected', 'OrderCancelled'],
      });
      expect(rule?.Properties.Targets).toMatchObject([
        { InputPath: '$.detail', DeadLetterConfig: {}, RetryPolicy: { MaximumEventAgeInSeconds: 86_400 } },
      ]);
      const queues = ofConsumer('AWS::SQS::Queue');
      expect(queues.filter(({ Properties }) => Properties.RedrivePolicy !== undefined)).toHaveLength(1);
      expect(queues.filter(({ Properties }) => Properties.RedriveAllowPolicy !== undefined)).toHaveLength(1);
      const [fn] = ofConsumer('AWS::Lambda::Function');
      expect(fn?.Properties.Environment.Variables).toMatchObject({
        ORDER_PROGRESS_TABLE: expect.anything(),
        EVENT_QUEUE_URL: expect.anything(),
        FAILURE_RECORDS_TABLE: expect.anything(),
      });
    });

    it('is found by operators, on the command line and in the console, without being listed', () => {
      const outputs: Record<string, { readonly Value: { readonly Ref?: string } }> = Object.assign(
        {},
        ...templates.map((template) => template.findOutputs('*')),
      );
      const refs = Object.fromEntries(Object.entries(outputs).map(([name, { Value }]) => [name, Value.Ref ?? '']));
      const [deadLetters, queue] = ofConsumer('AWS::SQS::Queue')
        .map(({ logicalId }) => logicalId)
        .sort();

      expect(addressesFrom(refs, (name) => refs[name] ?? '')).toContainEqual({
        name: 'keep-summaries',
        kind: 'orderEvent',
        source: queue,
        deadLetters,
      });
      expect(workflow?.consumers.map(({ name }) => name)).toContain('keep-summaries');
    });

    it('has a function that may do what the guide says, and nothing else', () => {
      const [, listed = ''] = /`'keep-summaries': \[\.\.\.CONSUME, ([^\]]+)\],`/.exec(guide) ?? [];
      const [fn] = ofConsumer('AWS::Lambda::Function');
      const statements = fn && statementsOfRole(fn, resourcesOf('AWS::IAM::Policy', ...templates));

      const named = [...listed.matchAll(/'([^']+)'/g)].map(([, action = '']) => action);
      expect(named.length).toBeGreaterThan(0);
      expect([...new Set(statements?.flatMap(actionsOf))].sort()).toEqual(
        [...new Set([...EVERY, ...CONSUME, ...named])].sort(),
      );
    });

    it('has alarms that say what they mean, tell whoever is told, and lead to a runbook that has everything', () => {
      const alarms = ofConsumer('AWS::CloudWatch::Alarm');

      expect(alarms).toHaveLength(2);
      for (const { Properties } of alarms) {
        expect(gapsIn(Properties.AlarmDescription)).toEqual([]);
        expect(Properties.AlarmDescription).toContain('keep-summaries (Keeps how each order stands)');
        expect(Properties.AlarmActions).toHaveLength(1);
      }
    });

    describe('among all alarms', () => {
      useSimulatedTime();

      it('has a fault for each of its own, that rings it and no other', async () => {
        const alarms = templates.flatMap((template) => readAlarms(template.toJSON(), referenceTo));
        const faults = faultsOfConsumers(alarms, templates);

        expect(runbooksOf(alarms)).toEqual(runbooksRungBy(faultsOf(alarms, templates)));
        expect(runbooksRungBy(faults)).toEqual(['dead-letters#consumers-of-events', 'queue-age#consumers-of-events']);
        for (const [, runbook, minutes, trouble] of faults) {
          const simulated = new SimulatedStage(alarms, templates);
          await simulated.minutes(10);
          expect(simulated.ringing()).toEqual([]);
          await simulated.minutes(minutes, trouble);
          expect(simulated.ringing()).toEqual([runbook]);
        }
      }, 60_000);
    });
  });
});
