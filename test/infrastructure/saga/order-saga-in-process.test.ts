import type { StepInput } from '../../../lambdas/contracts/saga-state';
import { FailureName } from '../../../lambdas/domain/failures';
import { RejectionName } from '../../../lambdas/domain/rejections';
import { synthesizeOrderSaga } from '../../support/asl/order-saga';
import { type InProcessRun, loadInProcess } from '../../support/asl/run-in-process';

const ACTIONS = ['ReserveInventory', 'ChargePayment', 'BookShipment', 'ConfirmOrder'] as const;
const BACK = ['CancelShipment', 'RefundPayment', 'ReleaseInventory', 'RejectOrder'] as const;

/** The error that a task throws at every call, by name of its state. */
type Failing = Readonly<Record<string, string>>;

/** An engine that others wrote runs the synthesized definition over tasks that do what each case says. */
const { OrderUndone, ...REFUSALS } = RejectionName;

describe('Order saga, executed in process', () => {
  const machine = loadInProcess(synthesizeOrderSaga().definition);

  const run = async (
    failing: Failing,
  ): Promise<InProcessRun & { readonly calls: readonly StepInput[]; readonly last: StepInput | undefined }> => {
    const calls: StepInput[] = [];
    const handler = (input: StepInput) => {
      calls.push(input);
      const incomplete = input.state === 'RejectOrder' && input.saga.repair !== undefined;
      const error = incomplete ? FailureName.NeedsRepair : failing[input.state];
      if (error !== undefined) {
        throw Object.assign(new Error(`thrown by ${input.state}`), { name: error });
      }
      return { answeredBy: input.state };
    };
    const ended = await machine({
      input: { orderId: 'order-1' },
      handlers: Object.fromEntries([...ACTIONS, ...BACK].map((state) => [state, handler])),
    });
    return { ...ended, calls, last: calls.at(-1) };
  };

  it('enters four states for a happy order and answers what ConfirmOrder answered', async () => {
    const { visited, status, output } = await run({});

    expect(visited).toEqual(ACTIONS);
    expect({ status, output }).toEqual({ status: 'SUCCEEDED', output: { answeredBy: 'ConfirmOrder' } });
  });

  it.each([
    ['an order that is out of stock', 'ReserveInventory', ['ReserveInventory', 'RejectOrder']],
    ['a declined payment', 'ChargePayment', ['ReserveInventory', 'ChargePayment', 'ReleaseInventory', 'RejectOrder']],
    [
      'a refused shipment',
      'BookShipment',
      ['ReserveInventory', 'ChargePayment', 'BookShipment', 'RefundPayment', 'ReleaseInventory', 'RejectOrder'],
    ],
    ['an order that was refused at its confirmation', 'ConfirmOrder', [...ACTIONS, ...BACK]],
  ])('ends %s as a success of %s and those before it undone', async (_, refusing, path) => {
    for (const rejection of Object.values(REFUSALS)) {
      const { visited, status, output, calls, last } = await run({ [refusing]: rejection });

      expect({ visited, status, output }).toEqual({
        visited: path,
        status: 'SUCCEEDED',
        output: { answeredBy: 'RejectOrder' },
      });
      expect(calls.filter(({ state }) => state === refusing)).toHaveLength(1);
      expect(last?.saga.failure?.Error).toBe(rejection);
    }
  });

  it.each([
    ['ReserveInventory', ['ReserveInventory', 'ReleaseInventory', 'RejectOrder']],
    ['ChargePayment', ['ReserveInventory', 'ChargePayment', 'RefundPayment', 'ReleaseInventory', 'RejectOrder']],
    ['BookShipment', ['ReserveInventory', 'ChargePayment', 'BookShipment', ...BACK]],
  ])('undoes %s too when it broke for good', async (broken, path) => {
    for (const failure of [FailureName.OutcomeUnknown, FailureName.DependencyUnavailable, FailureName.InvalidInput]) {
      const { visited, status, last } = await run({ [broken]: failure });

      expect({ visited, status }).toEqual({ visited: path, status: 'SUCCEEDED' });
      expect(last?.saga).toMatchObject({ failure: { Error: failure } });
      expect(last?.saga.repair).toBeUndefined();
    }
  });

  it.each([
    ['ReserveInventory', ['ReserveInventory', 'RejectOrder']],
    ['ChargePayment', ['ReserveInventory', 'ChargePayment', 'RefundPayment', 'ReleaseInventory', 'RejectOrder']],
    ['BookShipment', ['ReserveInventory', 'ChargePayment', 'BookShipment', ...BACK]],
    ['ConfirmOrder', [...ACTIONS, ...BACK]],
  ])('finishes what somebody else began to undo when %s finds it called off', async (calledOff, path) => {
    const { visited, status, calls, last } = await run({ [calledOff]: OrderUndone });

    expect({ visited, status }).toEqual({ visited: path, status: 'SUCCEEDED' });
    expect(calls.filter(({ state }) => state === calledOff)).toHaveLength(1);
    expect(last?.saga.failure?.Error).toBe(OrderUndone);
  });

  it.each([
    [['CancelShipment']],
    [['RefundPayment']],
    [['ReleaseInventory']],
    [['CancelShipment', 'RefundPayment', 'ReleaseInventory']],
  ])('runs the remaining compensations when %j fail, and ends as failed with them to repair', async (failing) => {
    const { visited, status, error, last } = await run({
      BookShipment: FailureName.OutcomeUnknown,
      ...Object.fromEntries(failing.map((state) => [state, FailureName.RefundFailed])),
    });

    expect(visited).toEqual(['ReserveInventory', 'ChargePayment', 'BookShipment', ...BACK]);
    expect({ status, error }).toEqual({ status: 'FAILED', error: FailureName.NeedsRepair });
    expect(Object.keys(last?.saga.repair ?? {})).toEqual(failing);
    expect(last?.saga.failure?.Error).toBe(FailureName.OutcomeUnknown);
  });

  it('undoes nothing when nobody knows whether the order was confirmed', async () => {
    const { visited, status, error, last } = await run({ ConfirmOrder: FailureName.DependencyUnavailable });

    expect(visited).toEqual([...ACTIONS, 'RejectOrder']);
    expect({ status, error }).toEqual({ status: 'FAILED', error: FailureName.NeedsRepair });
    expect(last?.saga.repair).toMatchObject({ ConfirmOrder: { Error: FailureName.DependencyUnavailable } });
    expect(last?.saga.failure).toBeUndefined();
  });

  it('asks a compensation that found the order confirmed only once', async () => {
    const { calls, status } = await run({
      ConfirmOrder: OrderUndone,
      CancelShipment: FailureName.OrderConfirmed,
    });

    expect(calls.filter(({ state }) => state === 'CancelShipment')).toHaveLength(1);
    expect(status).toBe('FAILED');
  });

  it('fails the execution when the order cannot be closed', async () => {
    const { status, error } = await run({
      ReserveInventory: RejectionName.OutOfStock,
      RejectOrder: FailureName.DependencyUnavailable,
    });

    expect({ status, error }).toEqual({ status: 'FAILED', error: FailureName.DependencyUnavailable });
  });

  it('tells each call its state, its retry and the whole saga, and carries no result from step to step', async () => {
    const { calls } = await run({ ChargePayment: FailureName.OutcomeUnknown });

    expect(calls[0]).toEqual({ state: 'ReserveInventory', retryCount: 0, saga: { orderId: 'order-1' } });
    const charges = calls.filter(({ state }) => state === 'ChargePayment');
    expect(charges).toEqual(
      charges.map((_, retryCount) => ({ state: 'ChargePayment', retryCount, saga: { orderId: 'order-1' } })),
    );
    expect(charges.length).toBeGreaterThan(1);
  });
});
