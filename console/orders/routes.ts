import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { isFinal } from '../../lambdas/domain/order';
import type { Clock } from '../../lambdas/ports/clock';
import type { PendingOrder } from '../../lambdas/ports/intake-store';
import type { EventStreams, StreamEvent } from '../http/event-stream';
import { PAGE_PATIENCE_MS } from '../http/in-time';
import { csrfTokenFor, personOf, type ShowPage } from '../http/pages';
import type { Metrics } from '../metrics/metrics';
import { operatorsOnly } from '../sign-in/guard';
import type { Flashes } from '../ui/flash';
import { html } from '../ui/html';
import { type Dossier, type DossierSources, readDossier } from './dossier';
import type { OrderPage } from './list-orders';
import { orderListPage } from './list-page';
import type { OrderAct } from './order-act';
import { orderPage } from './order-page';
import { ORDER_PARTS, statusNow } from './order-parts';
import { isUnfiltered, type OrderSearch, readSearch } from './search';

const ORDER_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const FOLLOW_MS = 500;
const LONGEST_REASON = 1_000;

export interface OrderRoutes {
  readonly list: (search: OrderSearch) => Promise<OrderPage>;
  /** Accepted, and no saga has started. */
  readonly notStarted: () => Promise<readonly PendingOrder[]>;
  readonly sources: DossierSources;
  readonly acts: readonly OrderAct[];
  readonly streams: EventStreams;
  readonly flashes: Flashes;
  readonly show: ShowPage;
  readonly clock: Clock;
  readonly counter: Metrics['acts'];
}

interface OrderPath {
  readonly Params: { readonly orderId: string };
}

export function addOrders(app: FastifyInstance, routes: OrderRoutes): void {
  const { list, notStarted, sources, acts, streams, flashes, show, clock, counter } = routes;

  app.get('/orders', async (request, reply) => {
    const search = readSearch(request.query as Readonly<Record<string, unknown>>);
    const [page, waiting] = await Promise.all([list(search), isUnfiltered(search) ? notStarted() : []]);
    return show(request, reply, orderListPage(search, page, waiting, clock.now()));
  });

  app.get<OrderPath>('/orders/:orderId', async (request, reply) => {
    const orderId = request.params.orderId.toLowerCase();
    // Right after an act the replica may not have heard of it.
    const from = flashes.isSaid(request) ? 'writer' : 'replica';
    const dossier = ORDER_ID.test(orderId)
      ? await readDossier(sources, orderId, { from, patienceMs: PAGE_PATIENCE_MS })
      : undefined;
    if (dossier === undefined) {
      return show(request, reply.code(404), notFound(orderId));
    }
    const person = personOf(request);
    const csrf = csrfTokenFor(request, reply);
    return show(request, reply, orderPage(dossier, { acts, person, csrf, now: clock.now() }));
  });

  app.get<OrderPath>('/orders/:orderId/stream', { config: { isStream: true } }, (request, reply) =>
    streams.open(reply, (signal) => follow(request.params.orderId.toLowerCase(), signal)),
  );

  app.post<OrderPath & { Params: { readonly act: string }; Body: { readonly reason?: string } }>(
    '/orders/:orderId/acts/:act',
    { preHandler: operatorsOnly(app) },
    async (request, reply) => {
      const { orderId } = request.params;
      const act = acts.find(({ id }) => id === request.params.act);
      const order = ORDER_ID.test(orderId) ? await sources.order(orderId, 'writer') : undefined;
      const reason = (request.body?.reason ?? '').trim().slice(0, LONGEST_REASON);
      if (act === undefined || order === undefined) {
        return reply.callNotFound();
      }
      const by = personOf(request);
      const flash =
        act.needsReason && reason === ''
          ? ({ kind: 'failed', text: 'Say how it was settled: the record is for whoever asks later.' } as const)
          : act.isOffered(order)
            ? await act.perform({ order, reason, by })
            : ({ kind: 'failed', text: 'The order has changed: this does not fit it any more.' } as const);
      counter.inc({ act: act.id, outcome: flash.kind });
      request.log.info({ act: act.id, orderId, by: by.subject, outcome: flash.kind }, 'acted');
      flashes.say(reply, flash);
      return reply.redirect(`/orders/${orderId}`, 303);
    },
  );

  async function* follow(orderId: string, signal: AbortSignal): AsyncGenerator<StreamEvent> {
    while (!signal.aborted && ORDER_ID.test(orderId)) {
      const dossier = await readDossier(sources, orderId);
      if (dossier === undefined) {
        break;
      }
      yield* partsOf(dossier, clock.now());
      if (isFinal(statusNow(dossier)) && hasEnded(dossier)) {
        break;
      }
      await sleep(FOLLOW_MS, undefined, { signal }).catch(() => undefined);
    }
    if (!signal.aborted) {
      yield { kind: 'end' };
    }
  }
}

const partsOf = (dossier: Dossier, now: Date): readonly StreamEvent[] =>
  Object.entries(ORDER_PARTS).map(([id, show]) => ({ kind: 'part', id, markup: html`${show(dossier, now)}` }));

/** The status is final a moment before its saga is. */
const hasEnded = ({ walk }: Dossier): boolean =>
  !walk.known || walk.value === undefined || walk.value.ended !== undefined;

const notFound = (orderId: string) => ({
  title: 'No such order',
  section: 'orders' as const,
  body: html`<p>Nobody has accepted an order <span class="mono">${orderId}</span>.</p><p><a class="button" href="/orders?q=${encodeURIComponent(orderId)}">Search for it</a></p>`,
});
