import fc from 'fast-check';
import { OutcomeUnknownError } from '../../lambdas/domain/failures';
import { CIRCUIT_SETTINGS } from '../../lambdas/gateways/circuit-settings';
import { judgeCall } from '../../lambdas/gateways/shared-circuit';
import { carrierWithCircuit } from '../../lambdas/gateways/with-circuit';
import type { Carrier } from '../../lambdas/ports/carrier';
import { createCircuitBreaker } from '../../lambdas/resilience/circuit-breaker';
import { ACTION, WAIT_AT_LEAST, WAITING } from '../../lib/constructs/order-saga-policies';
import type { AslState, Retrier } from '../support/asl/definition';
import { synthesizeOrderSaga } from '../support/asl/order-saga';
import { GUARDED_STEPS, type GuardedStep } from '../support/circuit/guarded-steps';
import { createInMemoryCircuitStore } from '../support/circuit/in-memory-circuit-store';
import { LAST_ASKS_WITHIN_MS, recoveredWithinMs } from '../support/circuit/recovery';
import { RecordedChanges } from '../support/circuit/shared-circuit-bench';
import { VirtualTime } from '../support/circuit/virtual-time';

const MINUTE_MS = 60_000;
const CALL_MS = 300;

interface Outage {
  readonly step: GuardedStep;
  readonly lastsMs: number;
  /** Milliseconds from the beginning of the outage to each order's first call. */
  readonly orderedAtMs: readonly number[];
  /** A service that is down refuses at once, or is silent until the caller gives up. */
  readonly answersAfterMs: number;
  /** Numbers in [0, 1) for the jitter of delays. */
  readonly random: () => number;
  /** As if a call that failed while its circuit is open were a failed attempt like any other. */
  readonly probesAreAttempts?: boolean;
}

/** Runs one step of many orders, under the retriers of the deployed definition, through an outage of its service. */
async function liveThrough({ step, lastsMs, orderedAtMs, answersAfterMs, random, probesAreAttempts = false }: Outage) {
  const { definition } = synthesized;
  const time = new VirtualTime();
  const beganAt = time.now().getTime();
  const isOut = () => time.now().getTime() < beganAt + lastsMs;
  const store = createInMemoryCircuitStore();
  const observer = new RecordedChanges();
  let leases = 0;
  let reached = 0;

  /** Any service is asked for through its circuit alike: this one stands for both. */
  const service: Carrier = {
    book: async () => {
      throw new Error('not asked for');
    },
    async cancel() {
      reached += 1;
      if (isOut()) {
        await time.sleep(answersAfterMs);
        throw new OutcomeUnknownError('canceling', 'no answer');
      }
      await time.sleep(CALL_MS);
    },
  };
  const newEnvironment = (): Carrier =>
    carrierWithCircuit(
      service,
      createCircuitBreaker({
        ...{ dependency: step.service, settings: CIRCUIT_SETTINGS[step.service] },
        ...{ store, observer, judge: judgeCall, clock: time },
        newLeaseId: () => `lease-${++leases}`,
      }),
    );

  const idle: Carrier[] = [];
  const attempt = async (): Promise<string | undefined> => {
    const environment = idle.pop() ?? newEnvironment();
    const calls = async () => {
      for (const _ of step.callTimeoutsMs) {
        await environment.cancel('order');
      }
    };
    const error = await calls().then(
      () => undefined,
      ({ name, cause }: Error) => (probesAreAttempts && cause instanceof OutcomeUnknownError ? cause.name : name),
    );
    idle.push(environment);
    return error;
  };

  const order = async (orderedAt: number): Promise<{ gaveUp: boolean; endedAtMs: number; failures: number }> => {
    await time.sleep(orderedAt);
    const used = new Map<Retrier, number>();
    let failures = 0;
    for (;;) {
      const error = await attempt();
      if (error === undefined) {
        return { gaveUp: false, endedAtMs: time.now().getTime() - beganAt, failures };
      }
      failures += error === 'OutcomeUnknownError' ? 1 : 0;
      const retrier = retrierOf(stateOf(definition.States[step.state]), error);
      const retries = used.get(retrier) ?? 0;
      if (retries >= (retrier.MaxAttempts ?? 3)) {
        return { gaveUp: true, endedAtMs: time.now().getTime() - beganAt, failures };
      }
      used.set(retrier, retries + 1);
      await time.sleep(random() * delaySeconds(retrier, retries) * 1_000);
    }
  };

  const orders = await time.run(Promise.all(orderedAtMs.map(order)));
  return { orders, observer, reached };
}

const synthesized = synthesizeOrderSaga();

function stateOf(state: AslState | undefined): AslState {
  if (state === undefined) {
    throw new Error('the saga has no such state');
  }
  return state;
}

function retrierOf({ Retry = [] }: AslState, error: string): Retrier {
  const found = Retry.find(({ ErrorEquals }) => ErrorEquals.includes(error) || ErrorEquals.includes('States.ALL'));
  if (found === undefined) {
    throw new Error(`nothing retries ${error}`);
  }
  return found;
}

const delaySeconds = (
  { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Number.POSITIVE_INFINITY }: Retrier,
  retries: number,
) => Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** retries);

const outages = (step: GuardedStep, lastsMs: fc.Arbitrary<number>): fc.Arbitrary<Outage> =>
  fc.record({ lastsMs, seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }) }).chain(({ lastsMs: ms, seed }) =>
    fc.record({
      step: fc.constant(step),
      lastsMs: fc.constant(ms),
      orderedAtMs: fc.array(fc.nat(ms), { maxLength: 11 }).map((later) => [0, ...later]),
      answersAfterMs: fc.constantFrom(50, Math.max(...step.callTimeoutsMs)),
      random: fc.constant(randomFrom(seed)),
    }),
  );

/** Park and Miller's generator: the delays of a run are those of its seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

describe.each(GUARDED_STEPS)('An outage of the $service, for $state', (step) => {
  const settings = CIRCUIT_SETTINGS[step.service];
  const RECOVERED_AFTER_MS = recoveredWithinMs({
    openForMs: settings.openForMs,
    longestRetryMs: WAITING.maxDelay.toMilliseconds(),
  });
  const CALLS_MS = Math.max(...step.callTimeoutsMs) + 2 * step.callTimeoutsMs.length * CALL_MS;

  it('of up to 25 minutes undoes no order, and every order goes on within half-open + retry cap + 30 s after it', async () => {
    await fc.assert(
      fc.asyncProperty(outages(step, fc.integer({ min: 1_000, max: 25 * MINUTE_MS })), async (outage) => {
        const { orders } = await liveThrough(outage);

        expect(orders.filter(({ gaveUp }) => gaveUp)).toEqual([]);
        expect(Math.max(...orders.map(({ endedAtMs }) => endedAtMs))).toBeLessThanOrEqual(
          outage.lastsMs + RECOVERED_AFTER_MS + CALLS_MS,
        );
      }),
      { numRuns: 150 },
    );
  });

  it('of three minutes is over for every order 60 s + the retry cap + 30 s after it', async () => {
    const threeMinutes = 3 * MINUTE_MS;
    await fc.assert(
      fc.asyncProperty(outages(step, fc.constant(threeMinutes)), async (outage) => {
        const { orders } = await liveThrough(outage);

        expect(orders.filter(({ gaveUp }) => gaveUp)).toEqual([]);
        expect(Math.max(...orders.map(({ endedAtMs }) => endedAtMs)) - threeMinutes).toBeLessThanOrEqual(
          RECOVERED_AFTER_MS + CALLS_MS,
        );
      }),
      { numRuns: 100 },
    );
    expect(RECOVERED_AFTER_MS).toBe(60_000 + 30_000 + LAST_ASKS_WITHIN_MS);
  });

  it('costs all orders together no more failed attempts than the circuit needs to open', async () => {
    await fc.assert(
      fc.asyncProperty(outages(step, fc.integer({ min: 5 * MINUTE_MS, max: 20 * MINUTE_MS })), async (outage) => {
        const { orders, observer } = await liveThrough(outage);

        expect(orders.reduce((sum, { failures }) => sum + failures, 0)).toBeLessThan(settings.failuresToOpen);
        expect(observer.ways[0]).toBe('closed to open');
      }),
      { numRuns: 50 },
    );
  });

  it('meets one call a minute while it lasts', async () => {
    const orderedAtMs = Array.from({ length: 12 }, (_, n) => n * 1_000);
    const { reached } = await liveThrough({
      step,
      lastsMs: 10 * MINUTE_MS,
      orderedAtMs,
      answersAfterMs: 50,
      random: randomFrom(7),
    });

    const afterwards = orderedAtMs.length * step.callTimeoutsMs.length;
    expect(reached).toBeLessThanOrEqual(settings.failuresToOpen + 10 + afterwards + 1);
  });

  it('that lasts for hours undoes the orders in the end, but none before the time that they are to wait', async () => {
    const { orders } = await liveThrough({
      step,
      lastsMs: 6 * 60 * MINUTE_MS,
      orderedAtMs: [0, 60_000, 600_000],
      answersAfterMs: 50,
      random: randomFrom(11),
    });

    expect(orders.map(({ gaveUp }) => gaveUp)).toEqual([true, true, true]);
    for (const { endedAtMs } of orders) {
      expect(endedAtMs).toBeGreaterThanOrEqual(WAIT_AT_LEAST.toMilliseconds());
    }
  });

  it('fails to spare a lone order when its failed probes are attempts like any other', async () => {
    const outage = { step, lastsMs: 10 * MINUTE_MS, orderedAtMs: [0], answersAfterMs: 50, random: randomFrom(3) };

    const [spared] = (await liveThrough(outage)).orders;
    const [undone] = (await liveThrough({ ...outage, probesAreAttempts: true })).orders;

    expect(spared?.gaveUp).toBe(false);
    expect(undone?.gaveUp).toBe(true);
  });

  it('opens the circuit before a lone order has used up its attempts', () => {
    expect(settings.failuresToOpen - 1).toBeLessThanOrEqual(ACTION.retry.maxAttempts);
  });
});
