import type { Template } from 'aws-cdk-lib/assertions';
import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import { PaymentDeclinedError } from '../../../lambdas/domain/rejections';
import type { Step } from '../../../lambdas/runtime/saga-step';
import type { AnyAlarm, MetricIdentity } from '../../../localstack/alarms/alarm';
import { type EmfSample, samplesInLine } from '../../../localstack/alarms/emf';
import { evaluateAlarms } from '../../../localstack/alarms/evaluate-alarms';
import { addGatewaySamples } from '../../../localstack/alarms/gateway-samples';
import { MetricSamples } from '../../../localstack/alarms/metric-samples';
import { runbookOf } from '../../../localstack/alarms/runbook-of';
import { type DeployedMetric, deployedMetrics, keyOf } from './deployed-metrics';
import { measuredFunctions as run } from './measured-functions';
import { SimulatedTasks, scheduleOf, TASKS, type TaskName } from './simulated-tasks';
import type { AwsTrouble, Trouble } from './trouble';
import { writtenLines } from './written-lines';

const MINUTE_MS = 60_000;
const ORDERS_A_MINUTE = 4;

/** A stage in traffic, over a clock of its own: real functions measure, and the synthesized alarms look at it. */
export class SimulatedStage {
  private readonly samples = new MetricSamples();
  private readonly rang = new Set<string>();
  private readonly tasks = new SimulatedTasks();
  private readonly deployed: readonly DeployedMetric[];
  private readonly schedules: readonly (readonly [TaskName, ReturnType<typeof scheduleOf>])[];
  private now = Date.parse('2026-05-04T10:00:00.000Z');

  constructor(
    private readonly alarms: readonly AnyAlarm[],
    templates: readonly Template[],
  ) {
    this.deployed = deployedMetrics(...templates);
    this.schedules = (Object.keys(TASKS) as TaskName[]).map((task) => [task, scheduleOf(task, ...templates)]);
  }

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
      const lines = await writtenLines(async () => {
        await this.traffic(trouble, minute);
        await this.startTasks(trouble);
      });
      this.keep(lines.flatMap(samplesInLine));
      for (const measured of trouble.aws ?? []) {
        this.measure(measured);
      }
      if (trouble.throttledElsewhere) {
        this.add({ namespace: 'AWS/Lambda', name: 'Throttles', dimensions: {} }, 5);
        this.add({ namespace: 'AWS/Lambda', name: 'Throttles', dimensions: { FunctionName: 'reports' } }, 5);
      }
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
      await saga(trouble, order === 1 && minute % 3 === 0);
    }
    await this.tasks.traffic(trouble);
    await run.api('GET /orders/{orderId}', async () => ({ status: minute % 2 === 0 ? 200 : 404, body: {} }));
    await run.paymentEvent(trouble.forgedEvents !== true);
    if (trouble.refundFailed) {
      await run.refundNews();
    }
    if (trouble.refundedOutside) {
      await run.refundNews('refunded-outside');
    }
    await run.delivery('mail', trouble.givenUp === 'mail' ? 'given up' : 'delivered');
    await run.delivery(
      'webhook',
      trouble.givenUp === 'webhook' ? 'given up' : minute % 2 === 0 ? 'failed' : 'delivered',
    );
    if (trouble.endpointGone) {
      await run.goneEndpoint();
    }
  }

  /** Lambda counts each run, and each that failed. */
  private async startTasks(trouble: Trouble): Promise<void> {
    for (const [task, { logicalId, everyMinutes }] of this.schedules) {
      if (task !== trouble.notStarted && (this.now / MINUTE_MS) % everyMinutes === 0) {
        const of = new RegExp(`^${logicalId}$`);
        const hasSucceeded = await this.tasks.run(task, trouble);
        this.measure({ name: 'Invocations', of, value: 1 });
        this.measure({ name: 'Errors', of, value: hasSucceeded ? 0 : 1 });
      }
    }
  }

  private keep(measured: readonly EmfSample[]): void {
    for (const { metric, ...sample } of measured) {
      this.samples.add(metric, sample);
    }
    const gateway = new MetricSamples();
    addGatewaySamples('dev-order-workflow', measured, gateway);
    for (const metric of this.deployed.filter(({ namespace }) => namespace === 'AWS/ApiGateway')) {
      for (const value of gateway.between(metric, 0, Number.POSITIVE_INFINITY)) {
        this.add(metric, value);
      }
    }
  }

  /** As AWS does it: under each set of dimensions that the metric has. */
  private measure({ name, of, where = {}, value }: AwsTrouble): void {
    const candidates = this.deployed.filter(
      (metric) =>
        metric.name === name &&
        Object.entries(where).every(([dimension, wanted]) => (metric.dimensions[dimension] ?? wanted) === wanted),
    );
    const found = candidates.find(({ of: logicalId }) => of?.test(logicalId) ?? true);
    if (found === undefined) {
      throw new Error(`AWS measures no ${name} of ${of}`);
    }
    const measured = candidates.filter((metric) => metric.of === found.of && metric.namespace === found.namespace);
    for (const metric of new Map(measured.map((one) => [keyOf(one), one])).values()) {
      this.add(metric, value);
    }
  }

  private add(metric: MetricIdentity, value: number): void {
    this.samples.add(metric, { at: this.now + MINUTE_MS / 2, value });
  }
}

async function saga(trouble: Trouble, isDeclined: boolean): Promise<void> {
  const acceptedAt = new Date(Date.now() - (trouble.confirmationTakesMs ?? 2_000));
  const isAway = (name: string): boolean => trouble.postgresAway === true || trouble.away?.step === name;
  const dependency = trouble.postgresAway ? 'postgres' : (trouble.away?.dependency ?? '');
  const waiting = (name: string, step: Step): Step =>
    isAway(name) ? () => Promise.reject(new DependencyUnavailableError(dependency)) : step;
  const done: Step = async () => ({ outcome: 'done' });

  await run.consumer('start-saga', async () => 'done');
  await run.step('ReserveInventory', waiting('ReserveInventory', done));
  if (trouble.postgresAway) {
    return;
  }
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
