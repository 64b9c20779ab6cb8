import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFaultScript } from '../../../../localstack/chaos/fault-script';
import { startLambdaControl } from '../../../../localstack/chaos/lambda-control';
import type { LambdaFault } from '../../../../localstack/chaos/lambda-fault';
import type { ReopenableServer } from '../../../../localstack/chaos/reopenable-server';
import { createWorkers } from '../../../../localstack/chaos/workers';
import { installBootstrap } from '../../../../localstack/lambda-bootstrap/install';
import { eventually } from '../../../support/end-to-end/eventually';
import { FakeRuntimeApi } from '../fake-runtime-api';

/** Leaves a file behind as its effect. */
const HANDLER = `
  const { writeFileSync } = require('node:fs');
  exports.handler = async ({ effect }) => {
    writeFileSync(effect, '');
    return { queue: process.env.ORDER_QUEUE_URL, endpoint: process.env.AWS_ENDPOINT_URL };
  };
`;
const EMULATOR_PORT = '4999';
const QUEUE = `http://127.0.0.1:${EMULATOR_PORT}/000000000000/orders`;
/** As the emulator ends an environment: by its signal. */
const KILLED = [null, 'SIGKILL'];

describe('Hook in the local Lambda runtime', () => {
  let directory: string;
  let effect: string;
  let api: FakeRuntimeApi;
  let control: ReopenableServer | undefined;
  let environment: ChildProcess | undefined;
  const script = createFaultScript<LambdaFault>();
  const workers = createWorkers();

  beforeEach(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'lambda-hook-'));
    effect = path.join(directory, 'effect');
    writeFileSync(path.join(directory, 'index.js'), HANDLER);
    installBootstrap(directory, process.execPath);
    api = await FakeRuntimeApi.listen();
    script.clear();
  });

  afterEach(async () => {
    environment?.kill('SIGKILL');
    await api.close();
    await control?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const start = (variables: Record<string, string>): ChildProcess => {
    environment = spawn(path.join(directory, 'bootstrap'), {
      stdio: 'ignore',
      env: {
        PATH: process.env['PATH'],
        TMPDIR: directory,
        AWS_LAMBDA_RUNTIME_API: api.address,
        LAMBDA_TASK_ROOT: directory,
        _HANDLER: 'index.handler',
        POWERTOOLS_SERVICE_NAME: 'a-function',
        GATEWAY_PORT: EMULATOR_PORT,
        AWS_ENDPOINT_URL: 'http://127.0.0.1:5000',
        ORDER_QUEUE_URL: QUEUE,
        ...variables,
      },
    });
    return environment;
  };
  const startUnderControl = async (): Promise<ChildProcess> => {
    control = await startLambdaControl({ faults: script.take, workers });
    return start({ ORDER_WORKFLOW_CHAOS: `http://127.0.0.1:${control.port}` });
  };
  const answer = { queue: 'http://127.0.0.1:5000/000000000000/orders', endpoint: 'http://127.0.0.1:5000' };

  it('is not even loaded when it is off', async () => {
    writeFileSync(path.join(directory, 'local-runtime', 'chaos.js'), 'process.exit(99)');
    start({});

    expect(await api.invoke({ effect })).toEqual({ response: { ...answer, queue: QUEUE } });
  });

  it('leaves an invocation alone when nothing is asked for, but for the way to the queues', async () => {
    await startUnderControl();

    expect(await api.invoke({ effect })).toEqual({ response: answer });
    expect(existsSync(effect)).toBe(true);
  });

  it('leaves every invocation alone when the experiment is gone', async () => {
    start({ ORDER_WORKFLOW_CHAOS: `http://127.0.0.1:${await portOfNobody()}` });

    expect(await api.invoke({ effect })).toEqual({ response: answer });
  });

  it('disturbs only the invocation that a rule is about, and only as often as it says', async () => {
    script.add({ name: 'a-function', text: 'order-7', fault: { kind: 'invocation-error', preventExecution: true } });
    await startUnderControl();

    expect(await api.invoke({ effect, orderId: 'order-6' })).toEqual({ response: answer });
    expect((await api.invoke({ effect, orderId: 'order-7' })).error).toMatchObject({ errorType: 'InjectedError' });
    expect(await api.invoke({ effect, orderId: 'order-7' })).toEqual({ response: answer });
  });

  it('delays the start', async () => {
    script.add({ fault: { kind: 'invocation-add-delay', startupDelayMilliseconds: 300 } });
    await startUnderControl();

    const invokedAt = Date.now();
    expect(await api.invoke({ effect })).toEqual({ response: answer });
    expect(statSync(effect).mtimeMs - invokedAt).toBeGreaterThan(250); // a file system's clock ticks in a few milliseconds
  });

  it.each([
    { preventExecution: true, has: 'no effect' },
    { preventExecution: false, has: 'its effect' },
  ])('fails with an error, and $has', async ({ preventExecution }) => {
    script.add({ fault: { kind: 'invocation-error', preventExecution } });
    await startUnderControl();

    expect((await api.invoke({ effect })).error).toMatchObject({ errorType: 'InjectedError' });
    expect(existsSync(effect)).toBe(!preventExecution);
  });

  it.each([true, false])('gives another answer than the function (effect prevented: %s)', async (preventExecution) => {
    const other = { statusCode: 502, body: '' };
    script.add({ fault: { kind: 'invocation-http-integration-response', preventExecution, answer: other } });
    await startUnderControl();

    expect(await api.invoke({ effect })).toEqual({ response: other });
    expect(existsSync(effect)).toBe(!preventExecution);
  });

  it('kills the environment before the call', async () => {
    script.add({ fault: { kind: 'kill-before-call' } });
    const ended = once(await startUnderControl(), 'exit');

    api.offer({ effect });

    expect(await ended).toEqual(KILLED);
    expect(existsSync(effect)).toBe(false);
  });

  it('kills the environment after the effect, before its answer', async () => {
    script.add({ fault: { kind: 'kill-after-effect' } });
    const ended = once(await startUnderControl(), 'exit');

    api.offer({ effect });

    expect(await ended).toEqual(KILLED);
    expect(existsSync(effect)).toBe(true);
  });

  it('kills the environment after its answer', async () => {
    script.add({ fault: { kind: 'kill-after-answer' } });
    const ended = once(await startUnderControl(), 'exit');

    expect(await api.invoke({ effect })).toEqual({ response: answer });
    expect(await ended).toEqual(KILLED);
  });

  it('keeps its answer for itself', async () => {
    script.add({ fault: { kind: 'drop-answer' } });
    await startUnderControl();

    const outcome = api.invoke({ effect });
    await eventually(async () => existsSync(effect), Boolean);
    expect(await Promise.race([outcome, sleep(500, 'silence')])).toBe('silence');
  });

  it('lets an experiment kill the environments that have reported, by their pids', async () => {
    const ended = once(await startUnderControl(), 'exit');
    await api.invoke({ effect });

    expect(await workers.kill('another-function')).toBe(0);
    expect(await workers.kill('a-function')).toBe(1);
    expect(await ended).toEqual(KILLED);
    expect(await workers.kill()).toBe(0);
  });
});

async function portOfNobody(): Promise<number> {
  const server: Server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
