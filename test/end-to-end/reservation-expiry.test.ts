import { randomUUID } from 'node:crypto';
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { Client } from 'pg';
import { checkBooks } from '../../lambdas/domain/books/check-books';
import { connectThroughProxy } from '../../lambdas/persistence/postgres/connect-through-proxy';
import { createPostgresInventoryStore } from '../../lambdas/persistence/postgres/inventory-store';
import { emulatorClient } from '../../localstack/aws';
import { orderOf } from '../../localstack/main-job/scenarios';
import { newCustomer } from '../support/end-to-end/customer';
import { eventually } from '../support/end-to-end/eventually';
import { outside } from '../support/end-to-end/outside';
import { quietBooks } from '../support/end-to-end/quiet-books';
import { runScheduled } from '../support/end-to-end/run-scheduled';
import { localCloud } from '../support/local-cloud';

jest.setTimeout(300_000);

const HELD = `
  SELECT order_id FROM reservations JOIN orders USING (order_id) WHERE state = 'HELD' AND customer_id = $1`;

describe('Stock that is held', () => {
  const { customerId, shop } = newCustomer();
  const carrier = outside('carrier');
  let session: Client;

  beforeAll(async () => {
    session = new Client({ connectionString: localCloud().postgres.url });
    await session.connect();
  });
  afterAll(() => session.end());

  const heldOrders = async (): Promise<readonly string[]> =>
    (await session.query<{ readonly order_id: string }>(HELD, [customerId])).rows.map(({ order_id }) => order_id);

  async function charged(): Promise<string> {
    const { orderId = '' } = await shop.place(orderOf());
    await eventually(
      () => shop.find(orderId),
      ({ status }) => status === 'CHARGED',
    );
    return orderId;
  }

  /** That the order is charged says nothing yet: the booking that comes next begins by its record. */
  async function bookingBegun(orderId: string): Promise<void> {
    await eventually(
      async () => (await session.query('SELECT FROM shipments WHERE order_id = $1', [orderId])).rowCount,
      (count) => count === 1,
    );
  }

  /** As a step of a saga that Step Functions has lost would have left it. */
  async function reservedByNobody(): Promise<string> {
    const { hostname, port, username, password, pathname } = new URL(localCloud().postgres.url);
    const database = connectThroughProxy({
      DATABASE_HOST: hostname,
      DATABASE_PORT: Number(port),
      DATABASE_NAME: pathname.slice(1),
      DATABASE_USER: username,
      DATABASE_PASSWORD: password,
      DATABASE_AUTH: 'password',
    });
    const orderId = randomUUID();
    const acceptedAt = new Date().toISOString();
    await createPostgresInventoryStore({ database }).reserve({
      orderId,
      customerId,
      acceptedAt,
      lines: orderOf().lines,
    });
    await database.close();
    return orderId;
  }

  async function stop(orderId: string): Promise<void> {
    const { emulator, stateMachineArn } = localCloud();
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${orderId}`;
    await new SFNClient(emulatorClient(emulator)).send(new StopExecutionCommand({ executionArn }));
    await eventually(
      () => shop.find(orderId),
      ({ status }) => status === 'NEEDS_REPAIR',
    );
  }

  it('rows 27, 44: expires when its saga never began, and while it runs or a parcel may be booked not at all', async () => {
    await carrier.outage(true);
    let running = '';
    try {
      running = await charged();
      const stopped = await charged();
      await bookingBegun(stopped);
      await stop(stopped);
      const neverBegan = await reservedByNobody();
      expect((await heldOrders()).toSorted()).toEqual([running, stopped, neverBegan].toSorted());

      await runScheduled('expire-reservations');
      expect(await heldOrders()).toHaveLength(3);

      await session.query("UPDATE orders SET updated_at = now() - interval '25 h' WHERE customer_id = $1", [
        customerId,
      ]);
      await runScheduled('expire-reservations');

      // The booking of the stopped one was sent, and nobody knows whether it has landed.
      expect((await heldOrders()).toSorted()).toEqual([running, stopped].toSorted());
      const { rows } = await session.query('SELECT order_id, status FROM orders WHERE order_id = ANY($1)', [
        [stopped, neverBegan],
      ]);
      expect(Object.fromEntries(rows.map(({ order_id, status }) => [order_id, status]))).toEqual({
        [stopped]: 'NEEDS_REPAIR',
        [neverBegan]: 'REJECTED',
      });
    } finally {
      await carrier.outage(false);
    }

    await eventually(
      () => shop.find(running),
      ({ status }) => status === 'CONFIRMED',
    );
    expect(checkBooks(await quietBooks({ withStates: true }))).toEqual([]);
  });
});
