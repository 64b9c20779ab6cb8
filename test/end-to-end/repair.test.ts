import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { checkBooks } from '../../lambdas/domain/books/check-books';
import type { StuckOrder } from '../../lambdas/operations/find-stuck-orders';
import type { Timeline } from '../../lambdas/operations/timeline/timeline-entry';
import { emulatorClient } from '../../localstack/aws';
import { readLedgers } from '../../localstack/books/ledgers';
import { orderOf } from '../../localstack/main-job/scenarios';
import { newCustomer } from '../support/end-to-end/customer';
import { eventually } from '../support/end-to-end/eventually';
import { outside } from '../support/end-to-end/outside';
import { quietBooks } from '../support/end-to-end/quiet-books';
import { cliAnswer, cliAnswerAsInAws, runCli } from '../support/end-to-end/run-cli';
import { localCloud } from '../support/local-cloud';

jest.setTimeout(300_000);

/** Within seconds, says the promise; the machine that runs this may be busy. */
const SECONDS_MS = 15_000;

const stuckOrders = (...options: readonly string[]) =>
  cliAnswer<readonly StuckOrder[]>('orders', 'list', '--stuck', ...options);

async function stopExecution(orderId: string): Promise<void> {
  const { emulator, stateMachineArn } = localCloud();
  const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${orderId}`;
  await new SFNClient(emulatorClient(emulator)).send(new StopExecutionCommand({ executionArn }));
}

/** As the carrier has it. */
async function shipmentOf(orderId: string) {
  const { paymentProvider, carrier } = localCloud();
  const { shipments } = await readLedgers({ payments: paymentProvider.ledgerUrl, shipments: carrier.ledgerUrl });
  return shipments.find((shipment) => shipment.orderId === orderId);
}

describe('Orders that need an operator', () => {
  it('row 37: a refund that never works ends in NEEDS_REPAIR, and the remaining compensations have run', async () => {
    const { shop } = newCustomer();
    const address = { ...orderOf().shippingAddress, postalCode: '00000' };
    const { orderId = '' } = await shop.place(
      orderOf({ paymentMethodId: 'pm_card_refundFail', shippingAddress: address }),
    );

    await eventually(
      () => shop.find(orderId),
      ({ status }) => status === 'NEEDS_REPAIR',
      { withinMs: 120_000 },
    );

    const books = await quietBooks();
    expect(books.orders.find((order) => order.orderId === orderId)).toMatchObject({ unfinished: ['RefundPayment'] });
    expect(books.executions.find((execution) => execution.orderId === orderId)?.status).toBe('FAILED');
    expect(books.payments.find((payment) => payment.orderId === orderId)).toMatchObject({ captures: 1, refunds: 0 });
    expect(checkBooks(books)).toEqual([]);
    expect((await stuckOrders()).find((order) => order.orderId === orderId)).toMatchObject({ where: 'repair' });
  });

  it('an execution that is aborted parks its order within seconds, with what is unfinished', async () => {
    const carrier = outside('carrier');
    const { shop } = newCustomer();
    await carrier.outage(true);
    try {
      const { orderId = '' } = await shop.place(orderOf());
      await eventually(
        () => shop.find(orderId),
        ({ status }) => status === 'CHARGED',
      );
      const stuck = await eventually(
        async () => (await stuckOrders('--older-than', '1s')).find((order) => order.orderId === orderId),
        (order) => order !== undefined,
      );
      expect(stuck).toMatchObject({ status: 'CHARGED', where: 'saga' });

      await stopExecution(orderId);

      await eventually(
        () => shop.find(orderId),
        ({ status }) => status === 'NEEDS_REPAIR',
        { withinMs: SECONDS_MS },
      );
      const found = (await stuckOrders()).find((order) => order.orderId === orderId);
      expect(found).toMatchObject({ status: 'NEEDS_REPAIR', where: 'repair' });
      // In AWS nobody reaches the database from outside: a function beside it is asked.
      expect(await cliAnswerAsInAws('orders', 'list', '--stuck', '--older-than', '60s')).toContainEqual(found);
    } finally {
      await carrier.outage(false);
    }
    expect(checkBooks(await quietBooks())).toEqual([]);
  });

  it('an order whose execution is aborted with its parcel booked is undone by one act of an operator', async () => {
    const carrier = outside('carrier');
    const { shop } = newCustomer();
    await carrier.fail({ match: { operation: 'book' }, times: 1_000, fault: 'timeout-after' });
    let orderId = '';
    try {
      orderId = (await shop.place(orderOf())).orderId ?? '';
      await eventually(
        () => shipmentOf(orderId),
        (shipment) => shipment?.state === 'booked',
      );
      await expect(cliAnswer('orders', 'undo', orderId, '--reason', 'too early', '--yes')).rejects.toThrow(
        'aws stepfunctions stop-execution',
      );
      await stopExecution(orderId);
      await eventually(
        () => shop.find(orderId),
        ({ status }) => status === 'NEEDS_REPAIR',
      );
    } finally {
      await carrier.heal();
    }

    const planned = await cliAnswerAsInAws('orders', 'undo', orderId, '--dry-run');
    expect(planned).toMatchObject({
      dryRun: true,
      status: 'NEEDS_REPAIR',
      books: { payment: 'CHARGED', shipment: 'OPEN' },
    });
    expect(await shipmentOf(orderId)).toMatchObject({ state: 'booked' });
    // The circuit of the carrier may be open still: what fails is undone by the next.
    await eventually(
      () => runCli(['orders', 'undo', orderId, '--reason', 'nobody wants it', '--yes'], { asInAws: true }),
      ({ code }) => code === 0,
      { withinMs: 120_000 },
    );

    expect((await shop.find(orderId)).status).toBe('REJECTED');
    const books = await quietBooks();
    expect(books.payments.find((payment) => payment.orderId === orderId)).toMatchObject({ captures: 1, refunds: 1 });
    expect(await shipmentOf(orderId)).toMatchObject({ state: 'cancelled' });
    expect(checkBooks(books)).toEqual([]);
    const { entries } = await cliAnswer<Timeline>('orders', 'timeline', orderId);
    expect(entries.findLast(({ kind }) => kind === 'operator')).toMatchObject({
      title: expect.stringMatching(/^undo by /),
      facts: { outcome: 'done', reason: 'nobody wants it' },
    });
  });
});
