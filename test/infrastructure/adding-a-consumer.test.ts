import '../support/intake/quiet';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import type { HandleMessage } from '../../lambdas/runtime/sqs-batch';
import type { EventConsumerProps } from '../../lib/constructs/event-consumer';
import { FailureRecordsTable } from '../../lib/constructs/failure-records-table';
import { OrderEventBus } from '../../lib/constructs/order-event-bus';
import { InMemoryOrderProgress } from '../support/events/in-memory-order-progress';
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
  const files = filesOf(readFileSync(GUIDE, 'utf8'));
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

  it('has a construct with a rule for its events alone, a queue with a way back, and a function that may use its table', () => {
    const { OrderSummaries } = require(at('lib/constructs/order-summaries.ts')) as {
      OrderSummaries: new (
        scope: Construct,
        id: string,
        props: Pick<EventConsumerProps, 'stage' | 'events' | 'failures'>,
      ) => Construct;
    };
    const stage = cloudStage();
    const stack = new Stack(appWithoutCode(), 'Guide');
    new OrderSummaries(stack, 'Summaries', {
      stage,
      events: new OrderEventBus(stack, 'Events', { stage }),
      failures: new FailureRecordsTable(stack, 'Failures', { stage }),
    });
    const template = Template.fromStack(stack);

    const [rule] = resourcesOf('AWS::Events::Rule', template).filter(({ logicalId }) =>
      logicalId.startsWith('Summaries'),
    );
    expect(rule?.Properties.EventPattern).toEqual({
      source: ['order-workflow'],
      'detail-type': ['OrderConfirmed', 'OrderRejected', 'OrderCancelled'],
    });
    expect(rule?.Properties.Targets).toMatchObject([
      { InputPath: '$.detail', DeadLetterConfig: {}, RetryPolicy: { MaximumEventAgeInSeconds: 86_400 } },
    ]);
    const queues = resourcesOf('AWS::SQS::Queue', template);
    expect(queues.filter(({ Properties }) => Properties.RedrivePolicy !== undefined)).toHaveLength(1);
    expect(queues.filter(({ Properties }) => Properties.RedriveAllowPolicy !== undefined)).toHaveLength(1);
    const [fn] = resourcesOf('AWS::Lambda::Function', template);
    expect(fn?.Properties.Environment.Variables).toMatchObject({
      ORDER_PROGRESS_TABLE: expect.anything(),
      EVENT_QUEUE_URL: expect.anything(),
      FAILURE_RECORDS_TABLE: expect.anything(),
    });
  });
});
