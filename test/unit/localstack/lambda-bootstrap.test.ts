import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installBootstrap } from '../../../localstack/lambda-bootstrap/install';
import { FakeRuntimeApi } from './fake-runtime-api';

const handlers = `
  class OutOfStockError extends Error { name = 'OutOfStockError' }
  exports.echo = async (event, context) => ({
    event,
    request: context.awsRequestId,
    arn: context.invokedFunctionArn,
    memory: context.memoryLimitInMB,
    hasTime: context.getRemainingTimeInMillis() > 0,
    trace: process.env._X_AMZN_TRACE_ID ?? 'none',
  });
  exports.nothing = async () => undefined;
  exports.refuse = async () => { throw new OutOfStockError('only 1 left') };
  exports.throwText = async () => { throw 'broken' };
  exports.reject = async () => { Promise.reject(new Error('floating')); await new Promise((r) => setTimeout(r, 5000)) };
  exports.explode = async () => { setTimeout(() => { throw new Error('late') }); await new Promise((r) => setTimeout(r, 5000)) };
  exports.forget = async () => { await new Promise(() => {}) };
  exports.exit = async () => { process.exit(7) };
  exports.callback = (event, context, callback) => callback(null, 1);
`;

describe('Lambda bootstrap', () => {
  let directory: string;
  let api: FakeRuntimeApi;
  let environment: ChildProcess | undefined;

  beforeEach(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'lambda-bootstrap-'));
    writeFileSync(path.join(directory, 'index.js'), handlers);
    installBootstrap(directory, process.execPath);
    api = await FakeRuntimeApi.listen();
  });

  afterEach(async () => {
    environment?.kill('SIGKILL');
    await api.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const start = (handler: string): ChildProcess => {
    environment = spawn(path.join(directory, 'bootstrap'), {
      stdio: 'ignore',
      env: {
        PATH: process.env['PATH'],
        TMPDIR: directory,
        AWS_LAMBDA_RUNTIME_API: api.address,
        LAMBDA_TASK_ROOT: directory,
        _HANDLER: handler,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      },
    });
    return environment;
  };

  it('answers several invocations in one environment, each with its own context and trace', async () => {
    start('index.echo');

    const first = await api.invoke({ n: 1 }, { requestId: 'r-1', traceId: 'Root=1-a' });
    const second = await api.invoke({ n: 2 }, { requestId: 'r-2' });

    const common = { arn: 'arn:aws:lambda:fake', memory: '256', hasTime: true };
    expect(first).toEqual({ response: { event: { n: 1 }, request: 'r-1', trace: 'Root=1-a', ...common } });
    expect(second).toEqual({ response: { event: { n: 2 }, request: 'r-2', trace: 'none', ...common } });
  });

  it('answers null when the handler returns nothing', async () => {
    start('index.nothing');

    expect(await api.invoke({})).toEqual({ response: null });
  });

  it.each([
    { handler: 'refuse', errorType: 'OutOfStockError', errorMessage: 'only 1 left' },
    { handler: 'throwText', errorType: 'string', errorMessage: 'broken' },
    { handler: 'reject', errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: floating' },
    { handler: 'explode', errorType: 'Error', errorMessage: 'late' },
    { handler: 'forget', errorType: 'Runtime.NodeJsExit', errorMessage: expect.stringContaining('never settles') },
  ])('fails under the name $errorType when the handler is: $handler', async ({ handler, errorType, errorMessage }) => {
    start(`index.${handler}`);

    const outcome = await api.invoke({});

    expect(outcome.error).toMatchObject({ errorType, errorMessage });
    expect(outcome.errorTypeHeader).toBe(errorType);
  });

  it('fails one invocation and serves the next', async () => {
    start('index.refuse');

    await api.invoke({});

    expect((await api.invoke({})).error).toMatchObject({ errorType: 'OutOfStockError' });
  });

  it.each([
    { handler: 'index.absent', errorType: 'Runtime.HandlerNotFound' },
    { handler: 'absent.handler', errorType: 'Runtime.ImportModuleError' },
    { handler: 'malformed', errorType: 'Runtime.MalformedHandlerName' },
    { handler: 'index.callback', errorType: 'Runtime.CallbackHandlerDeprecated' },
  ])('fails its init with $errorType for the handler $handler', async ({ handler, errorType }) => {
    const exited = once(start(handler), 'exit');

    expect(await api.initError()).toMatchObject({ errorType });
    expect(await exited).toEqual([1, null]);
  });

  it('ends with the code that the handler exits with, without an answer', async () => {
    const exited = once(start('index.exit'), 'exit');

    api.offer({});

    expect(await exited).toEqual([7, null]);
  });

  it('ends when the runtime API is gone', async () => {
    const exited = once(start('index.echo'), 'exit');
    await api.invoke({});

    await api.close();

    expect(await exited).toEqual([130, null]);
  });
});
