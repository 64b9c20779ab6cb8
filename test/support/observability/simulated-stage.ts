import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import { PaymentDeclinedError } from '../../../lambdas/domain/rejections';
import type { BooksOnRecord } from '../../../lambdas/ports/books-on-record';
import type { DeliveryKind } from '../../../lambdas/ports/deliveries';
import type { OpenOrders } from '../../../lambdas/ports/order-gauges';
import type { Step } from '../../../lambdas/runtime/saga-step';
import type { AnyAlarm, MetricIdentity } from '../../../localstack/alarms/alarm';
import { type EmfSample, samplesInLine } from '../../../localstack/alarms/emf';
import { evaluateAlarms } from '../../../localstack/alarms/evaluate-alarms';
import { addGatewaySamples } from '../../../localstack/alarms/gateway-samples';
import { MetricSamples } from '../../../localstack/alarms/metric-samples';
import { runbookOf } from '../../../localstack/alarms/runbook-of';
import { measuredFunctions as run } from './measured-functions';
import { writtenLines } from './written-lines';

const MINUTE_MS = 60_000;

/** What goes wrong in a minute. By default nothing does. */
export interface Trouble {
  /** Of so many requests of a minute. */
  readonly failedRequests?: number;
  readonly confirmationTakesMs?: number;
  /** What a step of every order waits for. */
  readonly away?: { readonly step: string; readonly dependency: string };
  readonly openOrders?: Partial<OpenOrders>;
  readonly outboxAgeSeconds?: number;
  readonly eventsParked?: number;
  readonly soldTooMany?: number;
  readonly forgedEvents?: true;
  readonly refundFailed?: true;
  readonly endpointDisabled?: true;
  /** What is not tried again. */
  readonly givenUp?: DeliveryKind;
  /** Scheduled functions that nobody starts, or that fail, by name. */
  readonly notStarted?: string;
  readonly failing?: string;
  /** What AWS measures by itself: any metric by the logical id that is in its dimensions, or by nothing. */
  readonly aws?: readonly { readonly name: string; readonly of?: RegExp; readonly value: number }[];
}

const SCHEDULED = {
  sweep: /EnqueueForgotten/,
  reservations: /ExpireReservations/,
  events: /PublishLeft/,
  gauges: /ReportGauges/,
  books: /CheckBooks/,
};
const ORDERS_A_MINUTE = 4;

/** A stage in traffic, over a clock of its own: real functions measure, and the synthesized alarms look at it. */
export class SimulatedStage {
  private readonly samples = new MetricSamples();
  private readonly rang = new Set<string>();
  private now = Date.parse('2026-05-04T10:00:00.000Z');

  constructor(private readonly alarms: readonly AnyAlarm[]) {}

  /** Runbooks of the alarms that rang in the meantime. */
  ringing(): readonly string[] {
    return [...this.rang].sort();
  }

  forget(): void {
    this.rang.clear();
  }

  async minutes(count: number, trouble: Trouble = {}): Promise<void> {
    for (let minute = 0; minute < count; minute += 1) {
      jest.setSystemTime(this.now + MINUTE_MS / 2);
      const lines = await writtenLines(() => this.traffic(trouble, minute));
      this.keep(lines.flatMap(samplesInLine));
      this.measureAws(trouble);
      this.now += MINUTE_MS;
      for (const { rings, description } of evaluateAlarms(this.alarms, this.samples, this.now)) {
        if (rings) {
          this.rang.add(runbookOf(description));
        }
      }
    }
  }

  private async traffic(trouble: Trouble, minute: number): Promise<void> {
    const failed = trouble.failedRequests ?? 0;
    for (let order = 0; order < ORDERS_A_MINUTE; order += 1) {
      await run.api('POST /orders', async () => {
        if (order < failed) {
          throw new TypeError('a bug');
        }
        return { status: 202, body: {} };
      });
      await this.saga(trouble, order === 1 && minute % 3 === 0);
    }
    await run.api('GET /orders/{orderId}', async () => ({ status: minute % 2 === 0 ? 200 : 404, body: {} }));
    await run.paymentEvent(trouble.forgedEvents !== true);
    if (trouble.refundFailed) {
      run.signal('RefundFailed', 1, {});
    }
    await run.delivery('mail', trouble.givenUp === 'mail' ? 'given up' : 'delivered');
    await run.delivery(
      'webhook',
      trouble.givenUp === 'webhook' ? 'given up' : minute % 2 === 0 ? 'failed' : 'delivered',
    );
    if (trouble.endpointDisabled) {
      run.signal('WebhookEndpointDisabled', 1, {});
    }
    run.gauge('OutboxAge', trouble.outboxAgeSeconds ?? 0, 'Seconds');
    run.gauge('EventsParked', trouble.eventsParked ?? 0, 'Count');
    if (trouble.notStarted !== 'gauges') {
      await run.gauges(async () => this.openOrders(trouble));
    }
    if (trouble.notStarted !== 'books' && minute % 15 === 0) {
      await run.books(booksWith(trouble.soldTooMany ?? 0));
    }
  }

  private async saga(trouble: Trouble, isDeclined: boolean): Promise<void> {
    const acceptedAt = new Date(Date.now() - (trouble.confirmationTakesMs ?? 2_000));
    const waiting = (name: string, step: Step): Step =>
      trouble.away?.step === name
        ? () => Promise.reject(new DependencyUnavailableError(trouble.away?.dependency ?? ''))
        : step;
    const done: Step = async () => ({ outcome: 'done' });
    await run.consumer('start-saga', async () => 'done');
    await run.step('ReserveInventory', waiting('ReserveInventory', done));
    if (isDeclined) {
      await run.step('ChargePayment', () => Promise.reject(new PaymentDeclinedError('card_declined')));
      await run.step('ReleaseInventory', done);
      await run.step('RejectOrder', async () => ({ status: 'REJECTED' }), { failure: 'PaymentDeclinedError' });
      return;
    }
    await run.step('ChargePayment', waiting('ChargePayment', done), { retryCount: 1 });
    await run.step('BookShipment', waiting('BookShipment', done));
    if (trouble.away === undefined) {
      await run.step('ConfirmOrder', async () => ({ status: 'CONFIRMED' }), { acceptedAt });
    }
  }

  private async openOrders({ openOrders }: Trouble): Promise<OpenOrders> {
    return { byStatus: { RESERVED: 3 }, stuck: 0, ...openOrders };
  }

  private keep(measured: readonly EmfSample[]): void {
    for (const { metric, ...sample } of measured) {
      this.samples.add(metric, sample);
    }
    addGatewaySamples('dev-order-workflow', measured, this.samples);
  }

  private measureAws({ aws = [], notStarted, failing }: Trouble): void {
    const metrics = this.alarms.flatMap((alarm) => (alarm.kind === 'metric' ? Object.values(alarm.metrics) : []));
    const add = (metric: MetricIdentity, value: number) =>
      this.samples.add(metric, { at: this.now + MINUTE_MS / 2, value });
    for (const [name, pattern] of Object.entries(SCHEDULED)) {
      const seen = new Set<string>();
      for (const metric of metrics.filter(({ dimensions }) => pattern.test(dimensions['FunctionName'] ?? ''))) {
        if (name !== notStarted && !seen.has(metric.name)) {
          seen.add(metric.name);
          add(metric, metric.name === 'Errors' ? Number(name === failing) : 1);
        }
      }
    }
    for (const { name, of, value } of aws) {
      const found = metrics.filter(
        (metric) => metric.name === name && (of === undefined || of.test(Object.values(metric.dimensions).join(' '))),
      );
      if (found[0] === undefined) {
        throw new Error(`no alarm looks at ${name} of ${of}`);
      }
      add(found[0], value);
    }
  }
}

const booksWith = (soldTooMany: number): BooksOnRecord => ({
  readOrders: async () => ({ orders: [], events: [], payments: [], shipments: [], next: undefined }),
  readStock: async () => ({
    stock: [{ sku: 'TEA', initial: 10, available: 8 - soldTooMany, reserved: 0, sold: 2 + soldTooMany }],
    orders: [{ orderId: 'all', status: 'CONFIRMED', lines: [{ sku: 'TEA', quantity: 2 }], unfinished: [] }],
  }),
});
