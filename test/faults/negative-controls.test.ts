import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Invariant } from '../../lambdas/domain/books/violation';
import { synthesizeOrderSaga } from '../support/asl/order-saga';
import { runSchedule } from './engine/run-schedule';
import { formatSchedule, parseSchedule } from './engine/schedule';
import { shrink } from './engine/shrink';
import { DEFENCES } from './sabotage/defences';
import { DOUBLE_DEFENCES } from './sabotage/double-defences';
import { over, wiringWithout } from './sabotage/sabotage';
import { deployedWiring } from './world/deployed-wiring';
import { FINISH } from './world/steps';

/** What `checkBooks` finds of money, stock, parcels and lost orders, and not only who watched. */
const BOOKS = new Set<string>([
  ...(['stock', 'charge', 'refund', 'shipment', 'no-loss', 'liveness', 'one-execution', 'events'] as const),
] satisfies Invariant[]);

/**
 * A checker that never fails proves nothing. Each defence is switched off, and a schedule that is harmless with all of
 * them in place must be found out; it is the smallest one, so nothing in it is there for nothing.
 *
 * Most turn the checker of the books red. The others say what they keep besides the books, which are kept by a second
 * defence: where there is one, the two are switched off together below.
 */
describe('Negative controls', () => {
  const { definition } = synthesizeOrderSaga();
  const deployed = deployedWiring(definition);
  const invariants = async (wiring: typeof deployed, line: string): Promise<readonly string[]> =>
    (await runSchedule(wiring, parseSchedule(line))).violations.map(({ invariant }) => invariant);

  it('hold against a deployment from which nothing is missing', async () => {
    expect(await invariants(wiringWithout([], definition), 'plain')).toEqual([]);
  });

  it('are as many as the README says', () => {
    const readme = readFileSync(path.join(__dirname, '../../README.md'), 'utf8');

    expect(readme).toContain(
      `each of ${DEFENCES.length} defences is switched off, and ${DOUBLE_DEFENCES.length} pairs of them`,
    );
  });

  it('fail when stock is reserved that no reservation holds, although the record of its order explains it', async () => {
    const forgetful = wiringWithout(
      [
        {
          stores: ({ orders }, database) => ({
            orders: over(orders, {
              async markNeedsRepair(order, ...rest) {
                const status = await orders.markNeedsRepair(order, ...rest);
                Object.assign(database.reservations.get(order.orderId) ?? {}, { state: 'RELEASED' });
                return status;
              },
            }),
          }),
        },
      ],
      definition,
    );
    const { violations } = await runSchedule(forgetful, parseSchedule('plain ChargePayment#1=stop:0'));

    expect(violations.map(({ detail }) => detail)).toContain('2 reserved, reservations hold 0');
  });

  /** No defence of its own: the same one is switched off below, in the tool of an operator. */
  it('fail when whoever has the books checked confirms an order of which more than that is owed', async () => {
    const line =
      'plain ConfirmOrder#1=broken Operator#1=insisted CancelShipment#1=crash RefundPayment#1=crash ReleaseInventory#1=crash';
    const hasty: typeof deployed = {
      ...deployed,
      finish: (ports) => (order) => FINISH(ports)({ ...order, unfinished: [{ step: 'ConfirmOrder', error: '' }] }),
    };

    expect(await invariants(deployed, line)).toEqual([]);
    expect(await invariants(hasty, line)).toContain('confirmed-though-owed');
  });

  it('fail when an execution that is redriven leaves the undo out at which it was stopped', async () => {
    const line = 'refused ReleaseInventory#1=redrive:0';
    const skipping: typeof deployed = {
      ...deployed,
      machine: ({ from, ...execution }) =>
        deployed.machine({ ...execution, ...(from && { from: from === 'ReleaseInventory' ? 'RejectOrder' : from }) }),
    };

    expect(await invariants(deployed, line)).toEqual([]);
    expect(await invariants(skipping, line)).toContain('path');
  });

  it.each(DEFENCES)('$shownBy is harmless while $defence', async ({ shownBy }) => {
    expect(await invariants(deployed, shownBy)).toEqual([]);
  });

  it.each(DEFENCES)('fails under $shownBy without this: $defence', async ({ off, shownBy, violates }) => {
    const wiring = wiringWithout([off], definition);
    const found = await runSchedule(wiring, parseSchedule(shownBy));

    expect(found.violations.map(({ invariant }) => invariant)).toContain(violates);
    expect(formatSchedule((await shrink(wiring, found)).schedule)).toBe(shownBy);
  });

  it('are red by the books, or say what is lost beside them', () => {
    const silent = DEFENCES.filter(({ violates, keeps }) => BOOKS.has(violates) === (keeps !== undefined));

    expect(silent.map(({ defence }) => defence)).toEqual([]);
  });

  describe.each(DOUBLE_DEFENCES)('Two locks on one door: $defence', ({ either, or, shownBy, violates, atACost }) => {
    it('holds with either', async () => {
      const without = await invariants(wiringWithout([either], definition), shownBy);

      expect(atACost ? without.filter((invariant) => BOOKS.has(invariant)) : without).toEqual([]);
      expect(await invariants(wiringWithout([or], definition), shownBy)).toEqual([]);
    });

    it(`fails under ${shownBy} with neither`, async () => {
      expect(await invariants(wiringWithout([either, or], definition), shownBy)).toContain(violates);
    });
  });
});
