import { timelineList } from '../../../console/orders/timeline-list';
import type { TimelineEntry } from '../../../lambdas/operations/timeline/timeline-entry';

const entry = (second: number, title: string, kind: TimelineEntry['kind'] = 'retry'): TimelineEntry => ({
  at: `2026-03-01T12:00:0${second}.000Z`,
  kind,
  title,
});
const show = (...entries: readonly TimelineEntry[]): string =>
  timelineList({ orderId: 'an order', entries, missing: [] }).text;

describe('The timeline of an order', () => {
  it('folds what was tried again and again, and says how often and until when', () => {
    const again = [1, 2, 3, 4, 5].map((second) => entry(second, 'RefundPayment is tried again'));
    const page = show(entry(0, 'RefundPayment', 'undo'), ...again, entry(6, 'saga failed', 'execution'));

    expect(page).toMatch(
      /<summary><strong>Refund payment is tried again<\/strong>, 5 times until <time[^>]*>[^<]*12:00:05/,
    );
    expect(page.match(/<details /g)).toHaveLength(1);
    expect(page.match(/<li/g)).toHaveLength(2 + 1 + 5);
  });

  it('shows what happened a few times, or was something else in between, as it is', () => {
    const page = show(entry(1, 'a'), entry(2, 'a'), entry(3, 'b'), entry(4, 'a'), entry(5, 'a'), entry(6, 'a'));

    expect(page).not.toContain('<details');
    expect(page.match(/<li/g)).toHaveLength(6);
  });

  it('folds what failed on several sides at once, and says what and how often, so that it hides not what came of it', () => {
    const trouble = [1, 2, 3, 4].flatMap((second) => [
      entry(second, 'ChargePayment waits for the provider', 'wait'),
      entry(
        second,
        second === 4 ? 'became a dead letter' : 'start-saga failed',
        second === 4 ? 'dead-letter' : 'receive',
      ),
    ]);
    const page = show(entry(0, 'ChargePayment', 'step'), ...trouble, entry(5, 'CHARGED', 'status'));

    expect(page).toMatch(
      /8 times until <time[^>]*>[^<]*12:00:04<\/time><span class="fine">Charge payment waits for the provider × 4, Start-saga failed × 3, Became a dead letter × 1</,
    );
    expect(page.match(/<details /g)).toHaveLength(1);
    expect(page).toMatch(/<\/ol><\/details><\/li>\s*<li class="good">/);
  });

  it('leaves a fold open for somebody who reads it: it has a name of its own', () => {
    const again = [1, 2, 3, 4].map((second) => entry(second, 'a'));

    expect(show(...again)).toContain('<details id="fold-2026-03-01T12:00:01.000Z-retry">');
  });

  it.each<[string, Partial<TimelineEntry>]>([
    ['good', { kind: 'status', title: 'CONFIRMED' }],
    ['idle', { kind: 'status', title: 'REJECTED' }],
    ['bad', { kind: 'status', title: 'NEEDS_REPAIR' }],
    ['good', { kind: 'step', title: 'BookShipment', facts: { outcome: 'succeeded' } }],
    ['warn', { kind: 'step', title: 'BookShipment', facts: { outcome: 'rejected' } }],
    ['bad', { kind: 'step', title: 'BookShipment', facts: { outcome: 'failed' } }],
    ['busy', { kind: 'step', title: 'BookShipment', facts: { outcome: 'running' } }],
    ['warn', { kind: 'undo', title: 'RefundPayment', facts: { outcome: 'succeeded' } }],
    ['bad', { kind: 'undo', title: 'RefundPayment', facts: { outcome: 'failed' } }],
    ['good', { kind: 'execution', title: 'saga succeeded' }],
    ['bad', { kind: 'execution', title: 'saga timed out' }],
    ['bad', { kind: 'operator', title: 'undo by ada', facts: { outcome: 'failed' } }],
  ])('is %s by what came of it: %j', (tone, part) => {
    expect(show({ ...entry(0, ''), ...part })).toContain(`<li class="${tone}">`);
  });

  it.each<[Partial<TimelineEntry>, RegExp]>([
    [
      { kind: 'step', title: 'ReserveInventory', facts: { outcome: 'succeeded', attempts: 1 }, durationMs: 109 },
      /<strong>Reserve inventory<\/strong> <span class="took">109 ms<\/span>\s*<\/div>/,
    ],
    [
      {
        kind: 'step',
        title: 'BookShipment',
        facts: { outcome: 'rejected', attempts: 2, error: 'ShipmentRefusedError' },
      },
      /<strong>Book shipment<\/strong>\s*<span class="fine">rejected: shipment refused, 2 tries</,
    ],
    [
      {
        kind: 'step',
        title: 'BookShipment',
        facts: { outcome: 'failed', attempts: 9, error: 'OutcomeUnknownError', message: 'an answer with status 409' },
      },
      /<strong>Book shipment<\/strong>\s*<span class="fine">failed: an answer with status 409, 9 tries</,
    ],
    [
      { kind: 'retry', title: 'RefundPayment is tried again', facts: { attempt: 1, error: 'ProviderError' } },
      /Refund payment is tried again<\/strong>\s*<span class="fine">try 1, provider</,
    ],
    [
      { kind: 'status', title: 'CHARGED', facts: { sequence: 4, event: 'PaymentRefunded' } },
      /<strong>Payment refunded<\/strong>\s*<\/div>/,
    ],
    [
      {
        kind: 'mail',
        title: 'mail about OrderRejected delivered',
        facts: { outcome: 'delivered', attempt: 1, target: 'x' },
      },
      /Mail about order rejected delivered<\/strong>\s*<span class="fine">target x</,
    ],
  ])('speaks as the rest of the page does: %#', (part, words) => {
    expect(show({ ...entry(0, ''), ...part })).toMatch(words);
  });
});
