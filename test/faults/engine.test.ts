import fc from 'fast-check';
import { synthesizeOrderSaga } from '../support/asl/order-saga';
import { runCampaign } from './engine/campaign';
import { everySchedule } from './engine/exhaustive';
import { expectNames } from './engine/expect-names';
import { faultsAt, kindsAt, OPERATOR, type Point } from './engine/point';
import { type Portion, runInPortions, type Task } from './engine/portions';
import { anywhere, decideByMoves } from './engine/random';
import { pointsOf, runDeciding, runSchedule } from './engine/run-schedule';
import { formatSchedule, parseSchedule } from './engine/schedule';
import { shrink } from './engine/shrink';
import { Timeline } from './engine/timeline';
import { DEFENCES } from './sabotage/defences';
import { oneReservationPerOrder } from './sabotage/inventory';
import { wiringWithout } from './sabotage/sabotage';
import { deployedWiring } from './world/deployed-wiring';

const { definition } = synthesizeOrderSaga();
const wiring = deployedWiring(definition);

describe('A schedule', () => {
  const point: Point = {
    address: 'ChargePayment#1.confirmIntent',
    state: 'ChargePayment',
    run: 1,
    operation: 'confirmIntent',
  };
  const faults = faultsAt(point, [0, 7, Number.POSITIVE_INFINITY]);

  it.each(faults)('is read as it was written: $kind', (fault) => {
    const schedule = { scenario: 'plain', faults: [{ at: point.address, fault }] };

    expect(parseSchedule(formatSchedule(schedule))).toEqual(schedule);
  });

  it('has every kind of fault that a call or a whole step can meet', () => {
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(kindsAt(point)));
    expect(kindsAt({ ...point, operation: 'confirm' })).not.toContain('declines');
    expect(kindsAt({ address: 'ConfirmOrder#1', state: 'ConfirmOrder', run: 1 })).toContain('restart');
  });

  it.each(['insisted', 'paid-part', 'told', 'swept'] as const)(
    'is read as it was written when people act: %s',
    (kind) => {
      const schedule = { scenario: 'plain', faults: [{ at: 'Operator#2', fault: { kind } }] };

      expect(kindsAt({ address: 'Operator#2', state: OPERATOR, run: 2 })).toContain(kind);
      expect(parseSchedule(formatSchedule(schedule))).toEqual(schedule);
    },
  );

  it('stops no execution at a step that an operator has called', () => {
    const step = { address: 'CancelShipment#1', state: 'CancelShipment', run: 1 };

    expect(kindsAt(step)).toContain('stop');
    expect(kindsAt({ ...step, isByHand: true })).not.toContain('stop');
  });

  it('cuts only calls that change things by several statements, between any two of them', () => {
    const call = (operation: string) => faultsAt({ ...point, operation }, [7]).filter(({ kind }) => kind === 'halfway');

    expect(call('recordCharged')).toEqual([]);
    expect(call('reject').map(({ count }) => count)).toEqual([1, 2, 3, 4]);
  });

  it.each([
    'plain ChargePayment.confirmIntent=lost',
    'plain ChargePayment#1=late',
    'plain ChargePayment#1=lost:3',
    'plain ChargePayment#1=late:-1',
    'plain ChargePayment#1=sabotaged',
    'plain ChargePayment#1=lost=lost',
  ])('fails to be read: %s', (line) => {
    expect(() => parseSchedule(line)).toThrow(/^expected/);
  });

  it.each([
    ['plain Foo#1=lost', /^expected at 'Foo#1' one of ReserveInventory, .*Operator, got 'Foo'$/],
    ['plain ChargePayment#1.fly=fails', /^expected at 'ChargePayment#1.fly' one of reserve, .* got 'fly'$/],
    ['plain ChargePayment#1=declines', /^expected at 'ChargePayment#1' one of throttled, .* got 'declines'$/],
    ['gilded', /^expected one of plain, declined, .* got 'gilded'$/],
  ])('fails to be taken when it names what there is not: %s', (line, why) => {
    expect(() => expectNames(parseSchedule(line), definition)).toThrow(why);
  });

  it('is taken when it is one that is run at random, or shows what a defence is for', async () => {
    const schedules = await Promise.all(
      fc.sample(anywhere, { numRuns: 200, seed: 1 }).map(async ({ scenario, moves }) => {
        const { schedule } = await runDeciding(wiring, scenario, decideByMoves(moves));
        return schedule;
      }),
    );

    for (const schedule of [...schedules, ...DEFENCES.map(({ shownBy }) => parseSchedule(shownBy))]) {
      expect(() => expectNames(schedule, definition)).not.toThrow();
    }
  });

  it('fails to run for an order that nobody described', async () => {
    await expect(runSchedule(wiring, parseSchedule('gilded'))).rejects.toThrow('expected one of plain, declined');
  });
});

describe('A run of a schedule', () => {
  it('is the same each time, and the same when it is said by the names of what it came by', async () => {
    await fc.assert(
      fc.asyncProperty(anywhere, async ({ scenario, moves }) => {
        const first = await runDeciding(wiring, scenario, decideByMoves(moves));
        const again = await runDeciding(wiring, scenario, decideByMoves(moves));
        const named = await runSchedule(wiring, parseSchedule(formatSchedule(first.schedule)));

        expect(again).toEqual(first);
        expect(named).toEqual(first);
        expect(await pointsOf(wiring, first.schedule)).toEqual(await pointsOf(wiring, named.schedule));
      }),
      { numRuns: 300 },
    );
  });

  it('goes on with a step that hung where it hung, and its calls are points like any others', async () => {
    const points = await pointsOf(wiring, parseSchedule('plain ReserveInventory#1.reserve=hang:1'));

    expect(points.map(({ address }) => address).slice(3, 8)).toEqual([
      'ReserveInventory#1',
      'ReserveInventory#1.reserve',
      'ReserveInventory#2',
      'ReserveInventory#2.reserve',
      'ChargePayment#1',
    ]);
  });

  it('lets people act whenever an execution has ended, until they leave it at that', async () => {
    const states = async (line: string) => [
      ...new Set((await pointsOf(wiring, parseSchedule(line))).map(({ address }) => address.split('.')[0])),
    ];

    expect((await states('plain ConfirmOrder#1=stop:end Operator#1=undone')).slice(5)).toEqual([
      ...['FlagFailedExecution#1', 'Operator#1', 'UndoOrder#1'],
      ...['CancelShipment#1', 'RefundPayment#1', 'ReleaseInventory#1', 'RejectOrder#1', 'Operator#2'],
    ]);
    expect((await states('plain ConfirmOrder#1=redrive:end')).slice(5)).toEqual([
      ...['FlagFailedExecution#1', 'Operator#1', 'ConfirmOrder#2', 'Operator#2'],
    ]);
  });

  it('dies between two statements of a call, and begins it anew', async () => {
    const points = await pointsOf(wiring, parseSchedule('plain ReserveInventory#1.reserve=halfway:1'));

    expect(points.map(({ address }) => address).slice(3, 7)).toEqual([
      ...['ReserveInventory#1', 'ReserveInventory#1.reserve', 'ReserveInventory#2', 'ReserveInventory#2.reserve'],
    ]);
  });

  it('ends a campaign at its first violation, and says it in as few words as it takes', async () => {
    const { tally, smallest } = await runCampaign(wiringWithout([oneReservationPerOrder], definition), {
      schedules: 2_000,
      seed: 1,
    });

    expect(tally).toMatchObject({ violations: 1 });
    expect(tally.schedules).toBeLessThan(2_000);
    expect(smallest?.schedule.faults).toHaveLength(1);
    expect(smallest?.violations.map(({ invariant }) => invariant)).toContain('stock');
  });

  it('runs the same campaign under the same seed, and another under another', async () => {
    const [first, again, other] = [
      await runCampaign(wiring, { schedules: 200, seed: 5 }),
      await runCampaign(wiring, { schedules: 200, seed: 5 }),
      await runCampaign(wiring, { schedules: 200, seed: 6 }),
    ];

    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });
});

async function all<T>(things: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const thing of things) {
    found.push(thing);
  }
  return found;
}

describe('Every schedule', () => {
  it('is run by exactly one of those among whom they are shared out', async () => {
    const lines = async (share?: { index: number; of: number }): Promise<readonly string[]> => {
      const reach = { counts: [1], runsOfAState: 1, ...(share && { share }) };
      return (await all(everySchedule(wiring, 'sold-out', 1, reach))).map(formatSchedule);
    };
    const parts = await Promise.all([0, 1, 2].map((index) => lines({ index, of: 3 })));

    expect(parts.flat().sort()).toEqual([...(await lines())].sort());
    expect(parts.every((part) => part.length > 0)).toBe(true);
  });
});

describe('A task', () => {
  const portionsOf = (under: typeof wiring, task: Task): Promise<readonly Portion[]> =>
    all(runInPortions(under, task, 40));

  it('is run in portions, all of it', async () => {
    const portions = await portionsOf(wiring, { kind: 'random', schedules: 100, seed: 1 });

    expect(portions.map(({ tally }) => tally.schedules)).toEqual([40, 40, 20]);
  });

  it.each<Task>([
    { kind: 'random', schedules: 4_000, seed: 1 },
    { kind: 'every', faults: 1, reach: { counts: [0], runsOfAState: 2 } },
  ])('ends with the first violation, as small as it could be made: $kind', async (task) => {
    const portions = await portionsOf(wiringWithout([oneReservationPerOrder], definition), task);

    expect(portions.slice(0, -1).every(({ found }) => found === undefined)).toBe(true);
    expect(portions.at(-1)?.found).toEqual({
      schedule: expect.stringMatching(/^plain( \S+=\S+)?$/),
      violations: expect.arrayContaining([expect.stringContaining('stock')]),
    });
  });
});

describe('Shrinking', () => {
  it.each([
    ['takes away what is not needed', 'refused StartSaga#1=lost ReserveInventory#1=lost BookShipment#1=crash'],
    ['counts later calls anew when an earlier one goes', 'plain ReserveInventory#1=crash ReserveInventory#2=lost'],
    ['makes numbers smaller', 'plain ReserveInventory#1=twice:9'],
  ])('%s', async (_, line) => {
    const without = wiringWithout([oneReservationPerOrder], definition);
    const found = await runSchedule(without, parseSchedule(line));
    expect(found.violations).not.toEqual([]);

    const { schedule } = await shrink(without, found);

    expect(['plain ReserveInventory#1=lost', 'plain ReserveInventory#1=twice:0', 'plain']).toContain(
      formatSchedule(schedule),
    );
  });
});

describe('The timeline', () => {
  it('lands what is late before the call that its number says, in the order of its dues', async () => {
    const landed: string[] = [];
    const timeline = new Timeline();
    const late = (name: string, calls: number) => timeline.later(calls, async () => void landed.push(name));
    late('second', 1);
    late('first', 0);
    late('never', Number.POSITIVE_INFINITY);

    await timeline.advance();
    expect(landed).toEqual(['first']);
    await timeline.advance();
    expect(landed).toEqual(['first', 'second']);
    await timeline.landAll();
    expect(landed).toEqual(['first', 'second', 'never']);
    expect(timeline.isQuiet).toBe(true);
  });

  it('lands what comes of a landing', async () => {
    const landed: string[] = [];
    const timeline = new Timeline();
    timeline.later(0, async () => {
      timeline.later(5, async () => void landed.push('its consequence'));
    });

    await timeline.landAll();

    expect(landed).toEqual(['its consequence']);
  });
});
