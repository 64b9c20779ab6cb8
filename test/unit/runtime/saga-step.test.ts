import { OutOfStockError } from '../../../lambdas/domain/rejections';
import type { Step } from '../../../lambdas/runtime/saga-step';
import { orderForTea, sagaOf } from '../../support/mothers/order-mother';
import { startTraceDaemon, type TraceDaemon } from '../../support/tracing/trace-daemon';

const TRACE = 'Root=1-6817a0c0-0123456789abcdef01234567;Parent=53995c3f42cd8ad8;Sampled=1';

describe('A saga step as a Lambda function', () => {
  const saga = sagaOf(orderForTea(2));
  const input = { state: 'ReserveInventory', retryCount: 2, saga };
  const lines: Record<string, unknown>[] = [];
  let daemon: TraceDaemon;
  let logger: { info(message: string): void };
  let sagaStep: (step: Step) => (event: unknown) => Promise<unknown>;

  beforeAll(async () => {
    daemon = await startTraceDaemon();
    // What the Lambda runtime sets: the libraries read it when they are loaded.
    Object.assign(process.env, {
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      LAMBDA_TASK_ROOT: '/var/task',
      AWS_XRAY_DAEMON_ADDRESS: daemon.address,
      _X_AMZN_TRACE_ID: TRACE,
      POWERTOOLS_DEV: 'true', // logs and metrics go through `console`
      POWERTOOLS_METRICS_DISABLED: 'false', // as they otherwise are then
      POWERTOOLS_SERVICE_NAME: 'reserve-inventory',
    });
    const keep = (...[line]: readonly unknown[]) => {
      lines.push(JSON.parse(String(line)));
    };
    for (const method of ['log', 'info', 'warn', 'error'] as const) {
      jest.spyOn(console, method).mockImplementation(keep);
    }
    ({ sagaStep } =
      require('../../../lambdas/runtime/saga-step') as typeof import('../../../lambdas/runtime/saga-step'));
    ({ logger } =
      require('../../../lambdas/runtime/powertools') as typeof import('../../../lambdas/runtime/powertools'));
  });
  beforeEach(() => {
    lines.length = 0;
    daemon.forget();
  });
  afterAll(() => {
    jest.restoreAllMocks();
  });

  const metric = () => lines.find((line) => line['StepDuration'] !== undefined);
  const logged = () => lines.find((line) => line['level'] !== undefined);
  const segmentSent = async () => (await daemon.ended(1))[0];
  const failing =
    (error: Error): Step =>
    () =>
      Promise.reject(error);

  it('answers what the step answers, and says so under the id of the order', async () => {
    const step: Step = async ({ orderId }) => ({ orderId });

    expect(await sagaStep(step)(input)).toEqual({ orderId: saga.orderId });
    expect(metric()).toMatchObject({
      step: 'ReserveInventory',
      outcome: 'succeeded',
      StepDuration: expect.any(Number),
    });
    expect(logged()).toMatchObject({ level: 'INFO', orderId: saga.orderId, step: 'ReserveInventory', retryCount: 2 });
    expect(await segmentSent()).toMatchObject({
      type: 'subsegment',
      name: 'ReserveInventory',
      trace_id: '1-6817a0c0-0123456789abcdef01234567',
      parent_id: '53995c3f42cd8ad8',
      annotations: { orderId: saga.orderId, step: 'ReserveInventory', attempt: 3, outcome: 'succeeded' },
    });
  });

  it('lets a rejection through under its name, as what it is: no incident', async () => {
    await expect(sagaStep(failing(new OutOfStockError('TEA', 2, 1)))(input)).rejects.toMatchObject({
      name: 'OutOfStockError',
    });
    expect(metric()).toMatchObject({ outcome: 'rejected' });
    expect(logged()).toMatchObject({ level: 'INFO', rejection: 'OutOfStockError' });
    expect(await segmentSent()).toMatchObject({
      error: true,
      annotations: { outcome: 'rejected', error: 'OutOfStockError' },
    });
  });

  it('lets a failure through under its name, and into the trace', async () => {
    await expect(sagaStep(failing(new TypeError('boom')))(input)).rejects.toMatchObject({ name: 'TypeError' });
    expect(metric()).toMatchObject({ outcome: 'failed' });
    expect(logged()).toMatchObject({ level: 'WARN', error: { name: 'TypeError' } });
    expect(await segmentSent()).toMatchObject({ fault: true, annotations: { outcome: 'failed', error: 'TypeError' } });
    expect(JSON.stringify(daemon.documents)).not.toContain('boom');
  });

  it('goes on with the trace of its order, which the emulator does not pass on', async () => {
    const traceHeader = 'Root=1-6817a0c1-111111111111111111111111;Parent=2222222222222222;Sampled=1';

    await sagaStep(async () => ({}))({ ...input, saga: { ...saga, traceHeader } });

    expect(await segmentSent()).toMatchObject({
      trace_id: '1-6817a0c1-111111111111111111111111',
      parent_id: '2222222222222222',
      links: [{ trace_id: '1-6817a0c0-0123456789abcdef01234567', id: '53995c3f42cd8ad8' }],
    });
  });

  it('fails when the result is too large for the history of an execution', async () => {
    await expect(sagaStep(async () => ({ much: 'é'.repeat(2_100) }))(input)).rejects.toThrow('has 4211 bytes');
    expect(metric()).toMatchObject({ outcome: 'failed' });
  });

  it.each([
    ['saga.orderId', { ...input, saga: { ...saga, orderId: '12 St James Square' } }],
    ['saga.lines.0.quantity', { ...input, saga: { ...saga, lines: [{ sku: 'TEA', quantity: -1 }] } }],
    ['the input itself', 'text'],
  ])('fails at %s of a malformed input, and repeats nothing of it', async (place, malformed) => {
    await expect(sagaStep(async () => ({}))(malformed)).rejects.toMatchObject({
      name: 'InvalidInputError',
      message: `malformed step input at ${place}`,
    });
  });

  it('row 46: answers as ever when nobody is there to take its trace', async () => {
    daemon.close();
    const step: Step = async ({ orderId }) => ({ orderId });

    for (let call = 0; call < 3; call += 1) {
      expect(await sagaStep(step)(input)).toEqual({ orderId: saga.orderId });
      await new Promise((resolve) => setImmediate(resolve)); // and what the socket has to say of it is heard
    }
  });

  it('forgets the order of the invocation before', async () => {
    await expect(sagaStep(failing(new Error('boom')))(input)).rejects.toThrow('boom');
    lines.length = 0;
    logger.info('another invocation');

    expect(logged()).not.toHaveProperty('orderId');
  });
});
