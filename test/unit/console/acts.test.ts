import { actsPage } from '../../../console/acts/page';
import { wordsOf } from '../../../console/orders/timeline-words';
import { known, unknown } from '../../../console/overview/figures';
import { html } from '../../../console/ui/html';
import type { OperatorAction } from '../../../lambdas/ports/operator-actions';
import { orderIdOf } from '../../support/mothers/order-mother';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const at = '2026-03-01T11:58:30.000Z';
const show = (...acts: readonly OperatorAction[]): string => html`${actsPage(known(acts), NOW).body}`.text;

describe('The page of acts', () => {
  it('says who did what with what, when, why, and how it ended', () => {
    const page = show(
      { kind: 'resolve', by: 'grace', at, outcome: 'done', reason: 'sent by <b>bank</b>', orderId: orderIdOf(7) },
      {
        ...({ kind: 'archive', by: 'ada', at, outcome: 'failed', reason: 'it has gone' } as const),
        ...{ queue: 'orders', letterId: '0a1b2c3d-9', fingerprint: 'f', replays: 0 },
      },
    );

    expect(page).toMatch(/11:58:30.*grace.*Mark as resolved by hand.*done.*sent by &lt;b&gt;bank/s);
    expect(page).toContain(`href="/orders/${orderIdOf(7)}"`);
    expect(page).toMatch(/ada.*Archive.*letter <span class="mono">0a1b2c3d<\/span> of orders.*failed.*it has gone/s);
  });

  it('calls an act what its button says, as the timeline of an order does', () => {
    const words = (title: string) => wordsOf({ at, kind: 'operator', title, facts: { outcome: 'done' } });

    expect(words('retry by grace')).toEqual({ title: 'Check the books and finish by grace', note: 'outcome done' });
    expect(words('wondered by grace').title).toBe('Wondered by grace');
  });

  it('says so when there are none, and when there may be more', () => {
    const one: OperatorAction = { kind: 'retry', by: 'grace', at, outcome: 'begun', orderId: orderIdOf(7) };

    expect(show()).toContain('Nobody has done anything yet.');
    expect(html`${actsPage(unknown('no answer'), NOW).body}`.text).toContain('Not available: no answer');
    expect(show(...Array.from({ length: 100 }, () => one))).toContain('These are the newest 100.');
  });
});
