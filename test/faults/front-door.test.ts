import '../support/intake/quiet';
import { FRONT_DOOR_DEFENCES, LOCKS_ON_A_KEY } from './front-door/defences';
import { type FrontDoorSchedule, throughFrontDoor, wrongAtFrontDoor } from './front-door/front-door';
import type { OneFault } from './front-door/one-fault';

const KINDS: readonly OneFault['kind'][] = ['fails', 'unheard', 'dies-before', 'dies-after'];

const faultsOf = (calls: number): readonly (OneFault | undefined)[] => [
  undefined,
  ...Array.from({ length: calls }, (_, index) => KINDS.map((kind): OneFault => ({ at: index + 1, kind }))).flat(),
];

/** One fault with the function that accepts the order, one with the consumer, at each of their calls, in each way. */
async function everySchedule(): Promise<readonly FrontDoorSchedule[]> {
  const { calls } = await throughFrontDoor({});
  return faultsOf(calls.place).flatMap((place) =>
    faultsOf(calls.consume).flatMap((consume) =>
      [false, true].map((keyIsOld) => ({ ...(place && { place }), ...(consume && { consume }), keyIsOld })),
    ),
  );
}

const wrongUnder = async (...given: Parameters<typeof throughFrontDoor>): Promise<readonly string[]> =>
  wrongAtFrontDoor(await throughFrontDoor(...given));

describe('Between a customer and the start of a saga', () => {
  it('rows 6, 7, 12, 13, 14, 17: nothing is lost, doubled or mixed up by a fault of each of the two functions, wherever', async () => {
    const schedules = await everySchedule();
    const wrong: string[] = [];
    for (const schedule of schedules) {
      wrong.push(...(await wrongUnder(schedule)).map((what) => `${JSON.stringify(schedule)}: ${what}`));
    }

    expect(wrong).toEqual([]);
    expect(schedules.length).toBeGreaterThan(300);
  });
});

describe('Negative controls between a customer and the start of a saga', () => {
  it.each(FRONT_DOOR_DEFENCES)('nothing is wrong while $defence', async ({ shownBy }) => {
    expect(await wrongUnder(shownBy)).toEqual([]);
  });

  it.each(FRONT_DOOR_DEFENCES)('fails without this: $defence', async ({ off, shownBy, wrong }) => {
    expect(await wrongUnder(shownBy, off())).toEqual([expect.stringMatching(wrong)]);
  });

  it('two locks on one door: the idempotency record compares the body, and so does the intake record', async () => {
    const { intakeIsConditional, recordComparesTheBody } = LOCKS_ON_A_KEY;

    expect(await wrongUnder({}, recordComparesTheBody())).toEqual([]);
    expect(await wrongUnder({}, intakeIsConditional())).toEqual([]);
    expect(await wrongUnder({}, { ...recordComparesTheBody(), ...intakeIsConditional() })).toEqual([
      expect.stringMatching(/^one-order/),
    ]);
  });
});
