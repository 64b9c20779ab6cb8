import { addActs } from '../../../console/acts/routes';
import type { OrderAct } from '../../../console/orders/order-act';
import { addOrders, type OrderRoutes } from '../../../console/orders/routes';
import { addWebhooks } from '../../../console/webhooks/routes';
import type { PendingOrder } from '../../../lambdas/ports/intake-store';
import { readOrderOf, sourcesOf } from '../../support/console/order-sources';
import { type ServedPages, servePages } from '../../support/console/pages-in-process';
import { orderIdOf } from '../../support/mothers/order-mother';

const WAITING: PendingOrder = {
  orderId: orderIdOf(1),
  customerId: 'customer-1',
  acceptedAt: '2026-03-01T11:58:00.000Z',
  lines: [],
};
const never = () => new Promise<never>(() => {});

const served: ServedPages[] = [];
const serve = async (...how: Parameters<typeof servePages>): Promise<ServedPages> => {
  const pages = await servePages(...how);
  served.push(pages);
  return pages;
};
afterEach(() => Promise.all(served.splice(0).map((pages) => pages.end())));

const bodyOf = async (pages: ServedPages, path: string): Promise<string> => (await pages.ask(path)).text();

const said: string[] = [];
const orderPages = (routes: Partial<OrderRoutes>) =>
  serve((pages, around) =>
    addOrders(pages, {
      ...around,
      list: async () => ({ orders: [], hasMore: false }),
      notStarted: async () => [],
      sources: sourcesOf(),
      acts: [],
      flashes: { say: (_reply, { text }) => void said.push(text), isSaid: () => false, take: () => undefined },
      counter: { inc: () => {} } as unknown as OrderRoutes['counter'],
      ...routes,
    }),
  );

describe('A page whose sources hang', () => {
  it('shows the orders, and brings what has not started once that is known', async () => {
    const asked = Promise.withResolvers<readonly PendingOrder[]>();
    const pages = await orderPages({ notStarted: () => asked.promise });

    const page = await bodyOf(pages, '/orders');
    expect(page).toContain('There are no orders yet.');
    expect(page).toMatch(/Accepted, and not started.*One moment …/s);
    expect(page).toContain('stream=/orders/stream');

    asked.resolve([WAITING]);
    const stream = await bodyOf(pages, '/orders/stream');
    expect(stream).toMatch(new RegExp(`event: part\n.*orders-waiting.*${WAITING.orderId}.*\n\nevent: end\n`));
  });

  it('shows the orders, and why it cannot be known what has not started', async () => {
    const pages = await orderPages({ notStarted: () => Promise.reject(new Error('it is away')) });

    const page = await bodyOf(pages, '/orders');
    expect(page).toMatch(/There are no orders yet\./);
    expect(page).toMatch(/Accepted, and not started.*Not available: /s);
    expect(page).not.toContain('stream=/');
  });

  it('says nothing of what has not started when there is nothing', async () => {
    expect(await bodyOf(await orderPages({}), '/orders')).not.toContain('Accepted, and not started');
  });

  it('says which acts, endpoints and deliveries are missing', async () => {
    const pages = await serve((app, around) => {
      addActs(app, { ...around, actions: { newest: never } });
      addWebhooks(app, { ...around, webhooks: { endpoints: never, deliveries: async () => [] } });
    });

    const [acts, webhooks] = await Promise.all(['/acts', '/webhooks'].map((path) => bodyOf(pages, path)));
    expect(acts).toContain('Not available: no answer within 2 s. Load the page again');
    expect(webhooks).toMatch(/Not available: no answer within 2 s.*Nothing has been sent/s);
  });
});

describe('An act that asks a question', () => {
  const act: OrderAct = {
    id: 'approve',
    label: 'Approve',
    explains: 'Lets it go on.',
    question: 'Why it may go on',
    isOffered: () => true,
    perform: async ({ reason }) => ({ kind: 'done', text: `approved: ${reason}` }),
  };
  const order = readOrderOf({ status: 'NEEDS_REPAIR' });
  const reviewPages = () => orderPages({ acts: [act], sources: sourcesOf({ order: async () => order }) });

  it('asks its own', async () => {
    expect(await bodyOf(await reviewPages(), `/orders/${order.orderId}`)).toMatch(
      />Why it may go on<\/label><textarea/,
    );
  });

  it('is not done without an answer', async () => {
    const pages = await reviewPages();
    const perform = async (reason: string): Promise<string | undefined> => {
      const { status } = await pages.ask(`/orders/${order.orderId}/acts/approve`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ reason }),
      });
      expect(status).toBe(303);
      return said.at(-1);
    };

    expect(await perform('  ')).toBe('“Why it may go on” is not said yet: the record is for whoever asks later.');
    expect(await perform('looked at')).toBe('approved: looked at');
  });
});
