import './measured';
import type { Template } from 'aws-cdk-lib/assertions';
import { createAcceptOrder } from '../../../lambdas/api/accept-order';
import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import {
  createEnqueueForgottenOrders,
  failingWhenOrdersAreLeft,
} from '../../../lambdas/operations/enqueue-forgotten-orders';
import { createExpireReservations } from '../../../lambdas/operations/expire-reservations/expire-reservations';
import { createPublishLeftEvents } from '../../../lambdas/operations/publish-left-events';
import type { BooksOnRecord } from '../../../lambdas/ports/books-on-record';
import type { EventBus, PublishOutcome } from '../../../lambdas/ports/event-bus';
import type { OrderQueue } from '../../../lambdas/ports/order-queue';
import { systemClock } from '../../../lambdas/runtime/clock';
import { gauges } from '../../../lambdas/runtime/gauges';
import { scheduled } from '../../../lambdas/runtime/scheduled';
import { signals } from '../../../lambdas/runtime/signals';
import { resourcesOf } from '../../infrastructure/stages';
import { createInMemoryDatabase } from '../in-memory/in-memory-database';
import { createInMemoryInventoryStore } from '../in-memory/in-memory-inventory-store';
import { createInMemoryOutbox } from '../in-memory/in-memory-outbox';
import { InMemoryIntake } from '../intake/in-memory-intake';
import { orderForTea, orderIdOf } from '../mothers/order-mother';
import { measuredFunctions as run } from './measured-functions';
import type { Trouble } from './trouble';

/** Scheduled functions, by what runbooks call them. */
export const TASKS = {
  sweep: 'enqueue-forgotten-orders',
  reservations: 'expire-reservations',
  events: 'publish-left-events',
  gauges: 'report-gauges',
  books: 'check-books',
} as const;
export type TaskName = keyof typeof TASKS;

/** The function of a task in the templates, and how often a rule starts it. */
export function scheduleOf(task: TaskName, ...templates: readonly Template[]) {
  const fn = resourcesOf('AWS::Lambda::Function', ...templates).find(
    ({ Properties }) => Properties.Environment?.Variables?.POWERTOOLS_SERVICE_NAME === TASKS[task],
  );
  const rule = resourcesOf('AWS::Events::Rule', ...templates).find(({ Properties }) =>
    JSON.stringify(Properties.Targets).includes(`"${fn?.logicalId}"`),
  );
  const [, every] = /^rate\((\d+) minutes?\)$/.exec(rule?.Properties.ScheduleExpression ?? '') ?? [];
  if (fn === undefined || every === undefined) {
    throw new Error(`nothing starts ${TASKS[task]} every few minutes`);
  }
  return { logicalId: fn.logicalId, everyMinutes: Number(every) };
}

/** The scheduled functions as they are wired, over stores in memory that are away when the trouble says so. */
export class SimulatedTasks {
  private trouble: Trouble = {};
  private orders = 0;
  private readonly intake = new InMemoryIntake();
  private readonly database = createInMemoryDatabase({
    catalogue: [{ sku: 'TEA', name: 'Tea', price: { amountMinor: 100, currency: 'EUR' }, stock: 1e6 }],
    clock: systemClock,
  });
  private readonly inventory = createInMemoryInventoryStore({ database: this.database });
  private readonly outbox = this.inPostgres(createInMemoryOutbox({ database: this.database }));
  private readonly queue: OrderQueue = {
    send: async () => {
      if (this.trouble.queueAway) {
        throw new Error('the queue does not exist');
      }
    },
  };
  private readonly bus: EventBus = {
    publish: async (events) => events.map((): PublishOutcome => outcomeOf(this.trouble.bus)),
  };
  private readonly acceptOrder = createAcceptOrder({ ...this.intakeParts(), signals });

  private readonly tasks: Readonly<Record<TaskName, () => Promise<unknown>>> = {
    sweep: scheduled(
      TASKS.sweep,
      failingWhenOrdersAreLeft(createEnqueueForgottenOrders({ ...this.intakeParts(), signals, delayScale: 1 })),
    ),
    events: scheduled(
      TASKS.events,
      createPublishLeftEvents({
        ...{ outbox: this.outbox, bus: this.bus, clock: systemClock, signals, gauges, delayScale: 1 },
      }),
    ),
    reservations: scheduled(
      TASKS.reservations,
      createExpireReservations({
        reservations: this.inPostgres({
          findUnmoved: async () => [],
          findPlace: async () => undefined,
          callOff: async () => false,
        }),
        executions: { findRunning: async () => ({ executions: [], complete: true }), statusOf: async () => undefined },
        ...{ inventory: this.inventory, orders: {} as never, signals, clock: systemClock, expireAfterMs: 86_400_000 },
      }),
    ),
    gauges: () =>
      run.gauges(async () => {
        this.failWhen(this.trouble.postgresAway);
        return { byStatus: { RESERVED: 3 }, stuck: 0, ...this.trouble.openOrders };
      }),
    books: () =>
      run.books(
        this.inPostgres(
          booksWith(() => {
            this.failWhen(this.trouble.stockUnreadable);
            return this.trouble.soldTooMany ?? 0;
          }),
          'replica',
        ),
      ),
  };

  /** An order is accepted, and another one's event is left behind by a function that died. */
  async traffic(trouble: Trouble): Promise<void> {
    this.trouble = trouble;
    this.orders += 1;
    const order = orderForTea(1, { orderId: orderIdOf(this.orders) });
    await this.acceptOrder({ ...order, bodyHash: 'hash', request: { lines: order.lines } as never });
    if (trouble.bus !== undefined) {
      await this.inventory.reserve({ ...order, acceptedAt: systemClock.now().toISOString() });
    }
  }

  /** @returns whether it succeeded */
  async run(task: TaskName, trouble: Trouble): Promise<boolean> {
    this.trouble = trouble;
    const work = trouble.failing === task ? scheduled(TASKS[task], () => Promise.reject(BUG)) : this.tasks[task];
    return work().then(
      () => true,
      () => false,
    );
  }

  private intakeParts() {
    return { intake: this.intake, queue: this.queue, clock: systemClock };
  }

  private failWhen(isAway: boolean | undefined): void {
    if (isAway) {
      throw new DependencyUnavailableError('postgres');
    }
  }

  /** Each method of a store fails as it does when Postgres, or its replica, gives no answer. */
  private inPostgres<Store extends object>(store: Store, where?: 'replica'): Store {
    return new Proxy(store, {
      get: (target, name) => async (query: unknown) => {
        this.failWhen(this.trouble.postgresAway ?? (where === 'replica' ? this.trouble.replicaAway : undefined));
        return (Reflect.get(target, name) as (query: unknown) => unknown).call(target, query);
      },
    });
  }
}

const BUG = new TypeError('a bug');

const outcomeOf = (bus: Trouble['bus']): PublishOutcome =>
  bus === undefined
    ? { kind: 'published' }
    : bus === 'away'
      ? { kind: 'left', reason: 'the bus is away' }
      : { kind: 'refused', reason: 'too large' };

const booksWith = (soldTooMany: () => number): BooksOnRecord => ({
  readOrders: async () => ({ orders: [], events: [], payments: [], shipments: [], next: undefined }),
  readStock: async () => {
    const tooMany = soldTooMany();
    return {
      stock: [{ sku: 'TEA', initial: 10, available: 8 - tooMany, reserved: 0, sold: 2 + tooMany }],
      orders: [{ orderId: 'all', status: 'CONFIRMED', lines: [{ sku: 'TEA', quantity: 2 }], unfinished: [] }],
    };
  },
});
