import { isDeepStrictEqual } from 'node:util';
import { createRepairActs } from '../../../console/orders/repair-acts';
import { addOrders, type OrderRoutes } from '../../../console/orders/routes';
import { seenOf } from '../../../console/orders/seen';
import type { Undone } from '../../../lambdas/operations/repair/undo-order';
import { readOrderOf, sourcesOf } from '../../support/console/order-sources';
import { servePages } from '../../support/console/pages-in-process';
import { InMemoryOperatorActions } from '../../support/dead-letters/in-memory-operator-actions';
import { ManualClock } from '../../support/intake/manual-clock';

const broken = readOrderOf({
  status: 'NEEDS_REPAIR',
  unfinished: [{ step: 'RefundPayment', error: 'States.Timeout' }],
});
/** The sentences that operators tick. */
const TICKS = {
  undo: 'The customer gets the money back, and no goods.',
  callOff: 'The order is called off for good: it can not be confirmed any more.',
  confirm: 'Nobody has refunded it at the payment provider.',
};
const said = { reason: 'nobody wants it', confirmed: TICKS.undo };

const RESOLUTION = {
  ...{ orderId: broken.orderId, version: broken.version, unfinished: [] },
  ...{ reason: 'paid back by wire', by: 'grace', at: '2026-03-01T11:59:30.000Z' },
};

/** The page of an order in repair, in this process, and whatever was asked of the operation that undoes. */
async function repairPage({
  undone = { kind: 'undone', steps: [] } as Undone,
  order = broken,
  meanwhile = {} as Partial<typeof broken>,
  role = 'operator',
} = {}) {
  const asked: unknown[] = [];
  const flashes: string[] = [];
  let standing = order;
  const actions = new InMemoryOperatorActions();
  const acts = createRepairActs({
    actions,
    resolutions: {
      async record({ version, unfinished, reason, by }) {
        const isSeen = isDeepStrictEqual({ version, unfinished }, seenOf(standing));
        asked.push(...(isSeen ? [{ reason, by }] : []));
        return isSeen;
      },
    },
    retry: async (request) => {
      asked.push(request);
      return { kind: 'unfinished', steps: ['RefundPayment'] };
    },
    undo: async (request) => {
      asked.push(request);
      return undone;
    },
    clock: new ManualClock(),
  });
  const pages = await servePages((app, around) => {
    app.addHook('onRequest', async (request) => {
      request.person = { subject: 'ada-1', name: 'ada', role: role as 'operator' | 'viewer' };
    });
    addOrders(app, {
      ...around,
      acts,
      list: async () => ({ orders: [], hasMore: false }),
      notStarted: async () => [],
      sources: sourcesOf({
        order: async () => standing,
        resolutions: async () => (standing.isResolved ? [RESOLUTION] : []),
      }),
      flashes: {
        say: (_reply, { kind, text }) => void flashes.push(`${kind}: ${text}`),
        isSaid: () => false,
        take: () => undefined,
      },
      counter: { inc: () => {} } as unknown as OrderRoutes['counter'],
    });
  });
  try {
    const page = await (await pages.ask(`/orders/${order.orderId}`)).text();
    standing = { ...order, ...meanwhile };
    return {
      page,
      act: async (body: object, id = 'undo') => {
        const answer = await pages.ask(`/orders/${order.orderId}/acts/${id}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        await answer.text();
        return { status: answer.status, said: flashes.at(-1), asked, recorded: actions.all };
      },
      end: pages.end,
    };
  } catch (error) {
    await pages.end();
    throw error;
  }
}

async function on<Result>(
  setting: Parameters<typeof repairPage>[0],
  look: (page: Awaited<ReturnType<typeof repairPage>>) => Promise<Result>,
): Promise<Result> {
  const page = await repairPage(setting);
  try {
    return await look(page);
  } finally {
    await page.end();
  }
}

/** What the form of an act sends along, as a browser reads it. */
const hiddenIn = (page: string, act: string): string =>
  new RegExp(`acts/${act}".*?name="seen" value="([^"]*)"`, 's').exec(page)?.[1]?.replaceAll('&quot;', '"') ?? '';

describe('The page of an order in repair', () => {
  it('advises to undo it first, and offers that with what it means', () =>
    on({}, async ({ page }) => {
      expect(page).toMatch(/RefundPayment.*<ol><li>Undo this order: that refunds what was taken/s);
      expect(page).toMatch(
        /Why it must not stand<\/label>.*type="checkbox" name="confirmed" value="[^"]*" required> The customer gets the money back.*<button class="primary">Undo this order/s,
      );
    }));

  it('undoes it for who says why, and says what came of it', () =>
    on({}, async ({ act }) => {
      expect(await act(said)).toMatchObject({
        status: 303,
        said: 'done: Everything is undone: the order has ended.',
        asked: [
          { orderId: broken.orderId, reason: said.reason, by: 'ada', bySubject: 'ada-1', evenIfNotCancelled: false },
        ],
      });
    }));

  it('goes on without the carrier only for who ticks that too', () =>
    on({}, async ({ page, act }) => {
      expect(page).toMatch(/type="checkbox" name="permitted"> Give money and stock back even if the carrier does not/);
      expect((await act({ ...said, permitted: 'on' })).asked).toMatchObject([{ evenIfNotCancelled: true }]);
    }));

  it.each([
    [{ kind: 'confirmed', steps: [] }, 'failed: The order is confirmed, and stands: nothing was undone.'],
    [{ kind: 'refused', why: 'its execution is running' }, 'failed: It was not undone: its execution is running.'],
    [
      {
        kind: 'unfinished',
        steps: [
          { step: 'RefundPayment', outcome: 'failed', error: 'RefundFailedError', message: '' },
          { step: 'RejectOrder', outcome: 'failed', error: 'NeedsRepairError', message: '' },
        ],
      },
      'failed: Not everything could be undone: RefundPayment (refund failed).',
    ],
    [
      {
        kind: 'not-cancelled',
        steps: [
          { step: 'CancelShipment', outcome: 'failed', error: 'DependencyUnavailableError', message: '' },
          { step: 'RefundPayment', outcome: 'not run' },
        ],
      },
      'failed: The carrier has not cancelled the parcel, which may have left, and nothing else was undone: CancelShipment (dependency unavailable).',
    ],
  ] as const satisfies readonly (readonly [Undone, string])[])('says what else can come of it (%#)', (undone, words) =>
    on({ undone }, async ({ act }) => {
      expect((await act(said)).said).toBe(words);
    }),
  );

  it.each([
    ['without a reason', { confirmed: TICKS.undo }, /Why it must not stand.*not said/],
    ['without the tick', { reason: 'nobody wants it' }, /The customer gets the money back.*not ticked/],
    [
      'for a tick beside another sentence',
      { reason: 'nobody wants it', confirmed: 'The refund that the bank returned is not tried again.' },
      /The customer gets the money back.*not ticked/,
    ],
  ])('does nothing %s', (_, body, words) =>
    on({}, async ({ act }) => {
      const { said: answer, asked } = await act(body);
      expect(answer).toMatch(words);
      expect(asked).toEqual([]);
    }),
  );

  const returned = readOrderOf({
    ...broken,
    payment: {
      ...{ state: 'REFUNDING', amountMinor: 1_780, currency: 'EUR', intentId: 'pi_1', refundId: 're_1' },
      declineCode: null,
    },
  });
  const unconfirmed = readOrderOf({ ...broken, unfinished: [{ step: 'ConfirmOrder', error: 'States.Timeout' }] });

  it.each([
    ['what was returned', returned, ['resolve', 'undo', 'retry']],
    ['what may be whole', unconfirmed, ['retry', 'undo', 'resolve']],
    [
      'what may be whole, and is being undone',
      { ...unconfirmed, compensatingAt: new Date() },
      ['undo', 'retry', 'resolve'],
    ],
    [
      'what was returned of an order whose parcel is not cancelled',
      { ...returned, unfinished: [...(broken.unfinished ?? []), { step: 'CancelShipment', error: 'x' }] },
      ['undo', 'retry', 'resolve'],
    ],
  ])('offers first, and alone as what to do, what is advised for %s', (_, order, ids) =>
    on({ order }, async ({ page }) => {
      const forms = [...page.matchAll(/acts\/(\w+)"(.*?)<\/form>/gs)];
      expect(forms.map(([, id]) => id)).toEqual(ids);
      expect(forms.map(([, , form = '']) => form.includes('class="primary"'))).toEqual([true, false, false]);
    }),
  );

  it('does not promise again money that the bank has returned', () =>
    on({ order: returned }, async ({ page }) => {
      expect(page).toContain('the bank returned a refund of it (ours is re_1)');
      expect(page).not.toContain('The customer gets the money back, and no goods.');
    }));

  it('calls an order off for good only for who ticks that', () =>
    on({}, async ({ page, act }) => {
      expect(page).toMatch(/id="confirmed-retry"[^>]* required> The order is called off for good/);
      expect(await act({}, 'retry')).toMatchObject({
        said: expect.stringMatching(/off for good.*not ticked/),
        asked: [],
      });
      expect((await act({ confirmed: TICKS.callOff }, 'retry')).asked).toHaveLength(1);
    }));

  it('records of an order that stays unfinished that it did, who it was, and not that it was done', () =>
    on({}, async ({ act }) => {
      expect(await act({ confirmed: TICKS.callOff }, 'retry')).toMatchObject({
        said: 'failed: Still unfinished: RefundPayment.',
        recorded: [
          {
            kind: 'retry',
            outcome: 'failed',
            reason: 'Error: unfinished: RefundPayment',
            by: 'ada',
            bySubject: 'ada-1',
          },
        ],
      });
    }));

  it('confirms what may be whole only for who ticks that nobody has refunded it, of which no event tells yet', () =>
    on({ order: unconfirmed }, async ({ page, act }) => {
      expect(page).toMatch(/id="confirmed-retry"[^>]* required> Nobody has refunded it at the payment provider\./);
      expect(await act({}, 'retry')).toMatchObject({ said: `failed: “${TICKS.confirm}” is not ticked.`, asked: [] });
      expect((await act({ confirmed: TICKS.confirm }, 'retry')).asked).toHaveLength(1);
    }));

  it.each([
    ['calls off none that could be confirmed when its page was opened', unconfirmed, broken, TICKS.confirm],
    ['confirms none that was to be called off when its page was opened', broken, unconfirmed, TICKS.callOff],
  ])('%s', (_, order, meanwhile, confirmed) =>
    on({ order, meanwhile }, async ({ act }) => {
      expect(await act({ confirmed }, 'retry')).toMatchObject({
        said: expect.stringMatching(/is not ticked\.$/),
        asked: [],
      });
    }),
  );

  const settled = 'somebody has settled it outside of our systems, so it is not confirmed any more';

  it.each(['operator', 'viewer'])(
    'offers no confirmation of one that is marked as resolved, and says why to an %s',
    (role) =>
      on({ role, order: { ...unconfirmed, isResolved: true } }, async ({ page }) => {
        expect(page).toContain(`“Check the books and finish” is not offered: ${settled}`);
        expect(page).toContain('grace marked it as resolved');
        expect(page).toContain('If that mark was a mistake');
        expect(page).not.toMatch(/acts\/\w+"|You are here as a viewer/);
      }),
  );

  it('confirms none that was marked as resolved since its page was opened, whatever is ticked', () =>
    on({ order: unconfirmed, meanwhile: { isResolved: true } }, async ({ page, act }) => {
      expect(page).toContain('acts/retry"');
      expect(await act({ confirmed: TICKS.confirm }, 'retry')).toMatchObject({
        said: expect.stringContaining(`failed: The order has changed: ${settled}`),
        asked: [],
      });
    }));

  it('finishes one that is marked as resolved when more than its confirmation was unfinished', () =>
    on({ order: { ...broken, isResolved: true } }, async ({ act }) => {
      expect((await act({ confirmed: TICKS.callOff }, 'retry')).asked).toHaveLength(1);
    }));

  it('does not offer it to a viewer, and takes none from one', () =>
    on({ role: 'viewer' }, async ({ page, act }) => {
      expect(page).toContain('You are here as a viewer.');
      expect(page).not.toMatch(/<button[^>]*>Undo/);
      expect(await act(said)).toMatchObject({ status: 403, asked: [] });
    }));

  it.each([
    ['resolved by hand', readOrderOf({ status: 'NEEDS_REPAIR', isResolved: true })],
    ['confirmed', readOrderOf({ status: 'CONFIRMED' })],
    ['on its way', readOrderOf({ status: 'CHARGED' })],
  ])('does not offer it for one that is %s', (_, order) =>
    on({ order }, async ({ page, act }) => {
      expect(page).not.toContain('Undo this order</button>');
      expect((await act(said)).asked).toEqual([]);
    }),
  );

  it('marks as resolved what it has shown, and no more', () =>
    on({}, async ({ page, act }) => {
      expect(await act({ reason: 'paid back', seen: hiddenIn(page, 'resolve') }, 'resolve')).toMatchObject({
        status: 303,
        said: 'done: Marked as resolved.',
        asked: [{ reason: 'paid back', by: 'ada' }],
      });
    }));

  it.each([
    ['that owes more by now', { unfinished: [...(broken.unfinished ?? []), { step: 'CancelShipment', error: 'x' }] }],
    ['that has gone on', { version: broken.version + 1 }],
  ])('does not mark as resolved one %s', (_, meanwhile) =>
    on({ meanwhile }, async ({ page, act }) => {
      const { said: answer, asked } = await act({ reason: 'paid', seen: hiddenIn(page, 'resolve') }, 'resolve');
      expect(answer).toBe('failed: The order has changed since you opened this page: look at it again.');
      expect(asked).toEqual([]);
    }),
  );

  it.each(['', 'no JSON', '{"version":3}', '[]'])('marks nothing as resolved that a form does not name (%j)', (seen) =>
    on({}, async ({ act }) => {
      const { said: answer, asked } = await act({ reason: 'paid', seen }, 'resolve');
      expect(answer).toMatch(/^failed: The order has changed since you opened this page/);
      expect(asked).toEqual([]);
    }),
  );
});
