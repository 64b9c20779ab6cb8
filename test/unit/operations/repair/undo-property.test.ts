import fc from 'fast-check';
import { DependencyUnavailableError } from '../../../../lambdas/domain/failures';
import { UNDO_STEPS } from '../../../../lambdas/domain/undo-steps';
import { interruptedPorts } from '../../../support/repair/interrupted-ports';
import { ACTIONS, undoBench } from '../../../support/repair/undo-bench';

/** No step makes more calls. */
const MOST_CALLS = 8;

/** Where the execution was stopped: some actions ran, and the next one died at some call. */
const stops = fc.record({
  whole: fc.integer({ min: 0, max: 3 }),
  at: fc.integer({ min: 1, max: MOST_CALLS }),
  when: fc.constantFrom('before' as const, 'after' as const),
});
/** Undos that fail, before their effect or after it. */
const failing = fc
  .subarray([...UNDO_STEPS])
  .chain((steps) =>
    fc.tuple(...steps.map((step) => fc.boolean().map((isDone) => ({ step, isDone })))).map((all) => [...all]),
  );

const attempts = fc.record({ failures: failing, evenIfNotCancelled: fc.boolean() });

type Stop = typeof stops extends fc.Arbitrary<infer Value> ? Value : never;
type Failing = typeof failing extends fc.Arbitrary<infer Value> ? Value : never;

async function stopped({ whole, at, when }: Stop) {
  const bench = undoBench();
  for (const action of ACTIONS.slice(0, whole)) {
    await bench.act(action);
  }
  await Promise.resolve(bench.act(ACTIONS[whole] ?? '', interruptedPorts(bench.world.ports, at, when))).catch(() => {});
  return bench;
}

const broken = (failures: Failing) =>
  failures.map((failure) => ({ ...failure, error: new DependencyUnavailableError('postgres') }));

/** The order has one end, and everybody's books say the same of it. */
async function expectSettled(bench: Awaited<ReturnType<typeof stopped>>): Promise<void> {
  const status = await bench.status();
  const { stock } = await bench.world.snapshot();
  const [payment] = bench.world.payments();

  expect(await bench.violations()).toEqual([]);
  expect(['REJECTED', 'CONFIRMED']).toContain(status);
  if (status === 'REJECTED') {
    expect(stock['TEA']).toMatchObject({ available: 5, reserved: 0, sold: 0 });
    expect(payment?.refundedMinor).toBe(payment?.capturedMinor);
    expect(bench.world.shipments().filter(({ state }) => state === 'booked')).toEqual([]);
  }
}

describe('An order that an operator undoes', () => {
  it('ends with its books right wherever its execution was stopped, whichever undos failed before', () =>
    fc.assert(
      fc.asyncProperty(stops, fc.array(attempts, { maxLength: 3 }), async (stop, rounds) => {
        const bench = await stopped(stop);
        await bench.park();
        for (const { failures, evenIfNotCancelled } of rounds) {
          bench.break(...broken(failures));
          await bench.undo({ evenIfNotCancelled });
          expect(await bench.violations()).toEqual([]);
        }
        bench.break();
        await bench.undo();

        await expectSettled(bench);
      }),
      { numRuns: 400 },
    ));

  it('is paid back, and its stock given back, only while no parcel of it stands at the carrier', () =>
    fc.assert(
      fc.asyncProperty(stops, fc.array(failing, { maxLength: 3 }), fc.boolean(), async (stop, rounds, isAway) => {
        const bench = await stopped(stop);
        await bench.park();
        if (isAway) {
          bench.carrierDoesNotCancel(new DependencyUnavailableError('carrier'));
        }
        for (const failures of [...rounds, []]) {
          bench.break(...broken(failures));
          await bench.undo();
          if (bench.world.shipments().some(({ state }) => state === 'booked')) {
            const { stock } = await bench.world.snapshot();
            expect(bench.world.payments()).toMatchObject([{ captures: 1, refunds: 0 }]);
            expect(stock['TEA']).toMatchObject({ available: 3 });
            expect(['NEEDS_REPAIR', 'CONFIRMED']).toContain(await bench.status());
          }
        }
      }),
      { numRuns: 400 },
    ));

  it('was parked in every one of those states: none of them is left to chance', async () => {
    for (let whole = 0; whole <= 3; whole += 1) {
      for (let at = 1; at <= MOST_CALLS; at += 1) {
        for (const when of ['before', 'after'] as const) {
          const bench = await stopped({ whole, at, when });
          await bench.park();
          await bench.undo();

          await expectSettled(bench);
        }
      }
    }
  });

  it('ends with its books right while the step that was stopped runs on beside the undo', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 3 }), fc.scheduler(), async (whole, scheduler) => {
        const bench = undoBench();
        for (const action of ACTIONS.slice(0, whole)) {
          await bench.act(action);
        }
        await bench.park();
        const late = Promise.resolve(bench.act(ACTIONS[whole] ?? '', scheduled(bench.world.ports, scheduler)));
        const undone = scheduler.schedule(Promise.resolve()).then(() => bench.undo());
        await scheduler.waitFor(Promise.allSettled([late, undone]));
        await bench.undo();

        await expectSettled(bench);
      }),
      { numRuns: 400 },
    ));
});

/** Ports whose every call waits for its turn. */
function scheduled<Ports extends object>(ports: Ports, scheduler: fc.Scheduler): Ports {
  const slow = (port: object) =>
    new Proxy(port, {
      get(target, name, receiver) {
        const member: unknown = Reflect.get(target, name, receiver);
        return typeof member === 'function'
          ? async (...args: readonly unknown[]) => {
              await scheduler.schedule(Promise.resolve());
              return member.apply(target, args) as unknown;
            }
          : member;
      },
    });
  return Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, typeof port === 'function' ? port : slow(port as object)]),
  ) as Ports;
}
