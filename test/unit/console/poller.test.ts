import type { OverviewFigures } from '../../../console/overview/figures';
import { createPoller } from '../../../console/overview/poller';
import { refreshAfterActs } from '../../../console/overview/refresh-after-acts';
import { servePages } from '../../support/console/pages-in-process';

/** Figures that are answered by hand: what was asked for, in order, as the time at which it was. */
function slowFigures() {
  const asked: { readonly answer: () => void }[] = [];
  const waitFor = async (count: number): Promise<void> => {
    while (asked.length < count) {
      await new Promise(setImmediate);
    }
  };
  return {
    waitFor,
    gather: () =>
      new Promise<OverviewFigures>((resolve) => {
        const at = String(asked.length + 1);
        asked.push({ answer: () => resolve({ at } as OverviewFigures) });
      }),
    answer: (round: number) => asked[round - 1]?.answer(),
  };
}

describe('The figures of the overview', () => {
  it('are asked for anew after an act, and not taken from a question that was put before it', async () => {
    const figures = slowFigures();
    const poller = createPoller(figures.gather);
    await figures.waitFor(1);

    let isFresh = false;
    const refreshed = poller.refresh().then(() => {
      isFresh = true;
    });
    figures.answer(1);
    await figures.waitFor(2);
    expect([poller.current?.at, isFresh]).toEqual(['1', false]);

    figures.answer(2);
    await refreshed;
    expect(poller.current?.at).toBe('2');

    // The poller sleeps now, until somebody does something.
    const again = poller.refresh();
    await figures.waitFor(3);
    figures.answer(3);
    await again;
    expect(poller.current?.at).toBe('3');
    await poller.stop();
  });

  it('are fresh before whoever acted is sent on to a page, and wait for nobody who only looks', async () => {
    let refreshes = 0;
    const pages = await servePages((app) => {
      refreshAfterActs(app, {
        async refresh() {
          refreshes += 1;
        },
      });
      app.get('/orders', async () => 'orders');
      app.post('/acts/refused', async (_request, reply) => reply.code(403).send());
      app.post('/acts/undo', async (_request, reply) => reply.redirect('/orders', 303));
    });
    try {
      for (const [path, method] of [
        ['/orders', 'GET'],
        ['/acts/refused', 'POST'],
        ['/acts/undo', 'POST'],
      ] as const) {
        await (await pages.ask(path, { method })).text();
      }
      expect(refreshes).toBe(1);
    } finally {
      await pages.end();
    }
  });
});
