import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../lambdas/ports/clock';
import type { EventStreams, StreamEvent } from '../http/event-stream';
import type { ShowPage } from '../http/pages';
import { attention } from './attention';
import { overviewPage } from './page';
import { PARTS } from './parts';
import type { Poller } from './poller';

export function addOverview(
  app: FastifyInstance,
  {
    poller,
    streams,
    show,
    clock,
  }: { readonly poller: Poller; readonly streams: EventStreams; readonly show: ShowPage; readonly clock: Clock },
): void {
  app.get('/', async (request, reply) => show(request, reply, overviewPage(await poller.latest(), clock.now())));

  app.get('/overview/stream', { config: { isStream: true } }, (_request, reply) =>
    streams.open(reply, async function* (signal): AsyncGenerator<StreamEvent> {
      for await (const figures of poller.watch(signal)) {
        const now = clock.now();
        yield { kind: 'part', id: 'attention', markup: attention(figures, now) };
        for (const [id, show] of Object.entries(PARTS)) {
          yield { kind: 'part', id, markup: show(figures, now) };
        }
        if (figures.minutes.known) {
          yield { kind: 'data', name: 'minutes', data: figures.minutes.value };
        }
      }
    }),
  );
}
