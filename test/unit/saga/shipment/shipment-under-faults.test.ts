import fc from 'fast-check';
import { createBookShipment } from '../../../../lambdas/saga/shipment/book-shipment';
import { createCancelShipment } from '../../../../lambdas/saga/shipment/cancel-shipment';
import { arbitraryMoves } from '../../../support/scripted-provider/arbitrary-moves';
import type { Move } from '../../../support/scripted-provider/script';
import { underScheduler } from '../../../support/scripted-provider/under-scheduler';
import { orderId, setUpShipment } from './shipment-bench';

const MOVES: readonly Move[] = ['fails-before', 'fails-after', { landsAfter: 1 }, { landsAfter: 1_000 }];
const wrongAt = (call: number, move: Move): readonly Move[] => [...Array<Move>(call).fill('works'), move];

describe.each([
  { country: 'GB', ending: 'booked', atCarrier: 'booked' },
  { country: 'AQ', ending: 'refused', atCarrier: 'refused' },
])('BookShipment to $country', ({ country, ending, atCarrier }) => {
  it.each(MOVES)('ends as without the fault when any one of its calls meets %j', async (move) => {
    for (let call = 0; call < 6; call += 1) {
      const shipment = await setUpShipment({ country, moves: wrongAt(call, move) });

      expect({ call, ended: await shipment.bookWithRetries() }).toEqual({ call, ended: ending });
      expect({ call, at: await shipment.atCarrier() }).toEqual({ call, at: atCarrier });
    }
  });

  it.each(MOVES)('is undone after one attempt, and stays undone, when any one of its calls meets %j', async (move) => {
    for (let call = 0; call < 6; call += 1) {
      const shipment = await setUpShipment({ country, moves: wrongAt(call, move) });
      await shipment.bookWithRetries(1);
      await shipment.cancelWithRetries();

      expect(['undone', 'refused']).toContain(await shipment.bookWithRetries());
      expect({ call, at: await shipment.atCarrier() }).not.toEqual({ call, at: 'booked' });
    }
  });
});

describe('Shipment under any faults', () => {
  it('is booked if and only if the step said so and nothing was undone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ moves: arbitraryMoves(5), country: fc.constantFrom('GB', 'AQ') }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        async (setUp, attempts, cancelled) => {
          const shipment = await setUpShipment(setUp);
          const ended = await shipment.bookWithRetries(attempts);
          const undone = ended === 'gave-up' || (ended === 'booked' && cancelled);
          if (undone) {
            await shipment.cancelWithRetries();
          }

          expect((await shipment.atCarrier()) === 'booked').toBe(ended === 'booked' && !undone);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('row 39: is not booked once it is undone, however attempts and undos run into each other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), arbitraryMoves(20), async (scheduler, moves) => {
        const shipment = await setUpShipment({ moves });
        const ports = {
          shipments: underScheduler(shipment.shipments, scheduler),
          carrier: underScheduler(shipment.carrier, scheduler),
          personalData: underScheduler(shipment.personalData, scheduler),
        };
        const book = createBookShipment(ports);
        const cancel = createCancelShipment(ports);

        await scheduler.waitFor(
          Promise.allSettled([book({ orderId }), book({ orderId }), cancel({ orderId }), cancel({ orderId })]),
        );
        await shipment.cancelWithRetries();

        expect(await shipment.atCarrier()).not.toBe('booked');
      }),
      { numRuns: 1_000 },
    );
  });
});
