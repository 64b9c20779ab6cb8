import '../../support/intake/quiet';
import fc from 'fast-check';
import type { WebhookDelivery } from '../../../lambdas/contracts/webhook-delivery';
import { CrashPoint } from '../../support/crash-point';
import { webhookBench } from '../../support/outward/webhook-bench';
import { webhookDelivery } from '../../support/outward/webhook-mother';

/** What hides a message from others after a receive, as long as nobody says something else. */
const VISIBILITY_MS = 180_000;

/** What becomes of the n-th message that is taken: copies of it come along, and its function dies at some call. */
interface Fate {
  readonly copies: number;
  readonly diesAt: number | undefined;
  readonly when: 'before' | 'after';
  readonly status: number;
}

const fate = fc.record<Fate>({
  copies: fc.nat(2),
  diesAt: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  when: fc.constantFrom('before', 'after'),
  status: fc.constantFrom(200, 400, 500),
});

describe('A delivery, whatever happens to its messages and to the functions that take them', () => {
  it('row 14: ends, arrives unless it is given up, and is sent no more often than functions died at it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 12 }), async (fates) => {
        const bench = webhookBench();
        const { queue, merchant, progress, consumerOver, world, clock, deliveries } = bench;
        let deaths = 0;

        const takeUnder = async (delivery: WebhookDelivery, { diesAt, when }: Fate): Promise<void> => {
          const death = new CrashPoint(diesAt, when);
          const dying = consumerOver({
            progress: death.around(world.progress),
            queue: death.around(world.queue),
            merchant: death.around(world.merchant),
          });
          try {
            await bench.take(delivery, dying);
          } catch {
            // It died, or another copy was being worked on: the message comes back.
            queue.waiting.push({ delivery, dueAt: clock.now().getTime() + VISIBILITY_MS });
          }
          deaths += death.hasCrashed ? 1 : 0;
        };

        queue.waiting.push({ delivery: webhookDelivery(), dueAt: clock.now().getTime() });
        for (let taken = 0; queue.waiting.length > 0; ) {
          for (const delivery of queue.takeNext()) {
            const next = fates[taken] ?? { copies: 0, diesAt: undefined, when: 'before', status: 200 };
            taken += 1;
            merchant.answer = { kind: 'answered', status: next.status };
            for (let copy = 0; copy <= next.copies; copy += 1) {
              await takeUnder(delivery, copy === 0 ? next : { ...next, diesAt: undefined });
            }
            expect(taken).toBeLessThan(5_000);
          }
        }

        const [kept] = [...progress.kept.values()];
        const accepted = deliveries.all.filter(({ outcome }) => outcome === 'delivered').length;
        expect(kept?.ending).toMatch(/^(delivered|given up)$/);
        expect(kept?.leaseUntil).toBeUndefined();
        expect(accepted > 0 || kept?.ending === 'given up' || deaths > 0).toBe(true);
        expect(merchant.received.length).toBeLessThanOrEqual(8 + deaths);
      }),
      { numRuns: 200 },
    );
  });
});
