import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isOrderId } from '../../lambdas/domain/is-order-id';
import type { Clock } from '../../lambdas/ports/clock';
import type { PendingOrder } from '../../lambdas/ports/intake-store';
import type { EventStreams } from '../http/event-stream';
import { inTime, PAGE_PATIENCE_MS } from '../http/in-time';
import { csrfTokenFor, personOf, type ShowPage } from '../http/pages';
import type { Metrics } from '../metrics/metrics';
import { known } from '../overview/figures';
import { ask } from '../overview/gather';
import { operatorsOnly } from '../sign-in/guard';
import type { Flashes } from '../ui/flash';
import { html } from '../ui/html';
import { type DossierSources, LATE, readDossier } from './dossier';
import { createFollowOrder } from './follow-order';
import type { OrderPage } from './list-orders';
import { orderListPage, waitingPart } from './list-page';
import type { OrderAct } from './order-act';
import { orderPage } from './order-page';
import type { ReadOrder } from './read-order';
import { isUnfiltered, type OrderSearch, readSearch } from './search';
import { readSeen } from './seen';

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

/** As the form of an act sends it: a box that is not ticked is not sent, and `confirmed` is the sentence beside it. */
interface ActBody {
  readonly seen?: string;
  readonly reason?: string;
  readonly confirmed?: string;
  readonly permitted?: string;
}

export function addOrders(app: FastifyInstance, routes: OrderRoutes): void {
  const { list, notStarted, sources, acts, streams, flashes, show, clock, counter } = routes;
  const follow = createFollowOrder({ sources, clock });
  const viewOf = (request: FastifyRequest, reply: FastifyReply) => ({
    acts,
    person: personOf(request),
    csrf: csrfTokenFor(request, reply),
  });

  app.get('/orders', async (request, reply) => {
    const search = readSearch(request.query as Readonly<Record<string, unknown>>);
    const [page, waiting] = await Promise.all([
      list(search),
      isUnfiltered(search) ? inTime(ask(notStarted), PAGE_PATIENCE_MS) : known([]),
    ]);
    return show(request, reply, orderListPage(search, page, waiting ?? LATE, clock.now()));
  });

  // What a page of orders did not wait for: once, for it is not kept as it is.
  app.get('/orders/stream', { config: { isStream: true } }, async (_request, reply) =>
    streams.open(reply, async function* () {
      const waiting = await ask(notStarted);
      yield { kind: 'part', id: 'orders-waiting', markup: html`${waitingPart(waiting, clock.now())}` };
      yield { kind: 'end' };
    }),
  );

  app.get<OrderPath>('/orders/:orderId', async (request, reply) => {
    const orderId = request.params.orderId.toLowerCase();
    // Right after an act the replica may not have heard of it.
    const from = flashes.isSaid(request) ? 'writer' : 'replica';
    const dossier = isOrderId(orderId)
      ? await readDossier(sources, orderId, { from, patienceMs: PAGE_PATIENCE_MS })
      : undefined;
    if (dossier === undefined) {
      return show(request, reply.code(404), notFound(orderId));
    }
    return show(request, reply, orderPage(dossier, { ...viewOf(request, reply), now: clock.now() }));
  });

  app.get<OrderPath>('/orders/:orderId/stream', { config: { isStream: true } }, async (request, reply) => {
    const orderId = request.params.orderId.toLowerCase();
    if (!isOrderId(orderId)) {
      return reply.callNotFound();
    }
    const view = viewOf(request, reply);
    return streams.open(reply, (signal) => follow(orderId, view, signal));
  });

  app.post<OrderPath & { Params: { readonly act: string }; Body: ActBody }>(
    '/orders/:orderId/acts/:act',
    { preHandler: operatorsOnly(app) },
    async (request, reply) => {
      const { orderId } = request.params;
      const act = acts.find(({ id }) => id === request.params.act);
      const order = isOrderId(orderId) ? await sources.order(orderId, 'writer') : undefined;
      const seen = readSeen(request.body?.seen ?? '');
      const reason = (request.body?.reason ?? '').trim().slice(0, LONGEST_REASON);
      if (act === undefined || order === undefined) {
        return reply.callNotFound();
      }
      const by = personOf(request);
      const refusal = act.isOffered(order)
        ? missingIn(act, order, { reason, confirmed: request.body?.confirmed })
        : `The order has changed: ${act.whyNot?.(order) ?? 'this does not fit it any more'}.`;
      const flash =
        refusal === undefined
          ? await act.perform({ order, seen, reason, by, isPermitted: request.body?.permitted === 'on' })
          : ({ kind: 'failed', text: refusal } as const);
      counter.inc({ act: act.id, outcome: flash.kind });
      request.log.info({ act: act.id, orderId, by: by.subject, outcome: flash.kind }, 'acted');
      flashes.say(reply, flash);
      return reply.redirect(`/orders/${orderId}`, 303);
    },
  );
}

/** What the operator has not said yet, of what the act asks for. */
function missingIn(
  act: OrderAct,
  order: ReadOrder,
  { reason, confirmed }: Required<Pick<ActBody, 'reason'>> & { readonly confirmed: string | undefined },
): string | undefined {
  const { question } = act;
  const confirmation = act.confirmation?.(order);
  if (question !== undefined && reason === '') {
    return `“${question}” is not said yet: the record is for whoever asks later.`;
  }
  return confirmation === undefined || confirmed === confirmation ? undefined : `“${confirmation}” is not ticked.`;
}

const notFound = (orderId: string) => ({
  title: 'No such order',
  section: 'orders' as const,
  body: html`<p>Nobody has accepted an order <span class="mono">${orderId}</span>.</p><p><a class="button" href="/orders?q=${encodeURIComponent(orderId)}">Search for it</a></p>`,
});
