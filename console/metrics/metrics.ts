import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { fromInside } from '../http/from-inside';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Lasts as long as somebody looks: its time says nothing about us. */
    readonly isStream?: boolean;
  }
}

/** From a page out of memory to the time-out of a statement: 100 ms is the promise, so it is a bucket's edge. */
const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const UNMATCHED = 'unmatched';
const NANOSECONDS = 1e9;

export interface Metrics {
  readonly registry: Registry;
  readonly streams: Gauge;
  readonly acts: Counter<'act' | 'outcome'>;
}

/** What the process tells Prometheus about itself. The business gauges are in `business-gauges.ts`. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    streams: new Gauge({
      name: 'console_event_streams_open',
      help: 'Browsers that are being told of changes.',
      registers: [registry],
    }),
    acts: new Counter({
      name: 'console_acts_total',
      help: 'What operators did here, and how it ended.',
      labelNames: ['act', 'outcome'],
      registers: [registry],
    }),
  };
}

/** Counts and times requests, and answers `/metrics`, to machines inside the network. */
export function addMetrics(app: FastifyInstance, { registry }: Pick<Metrics, 'registry'>): void {
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status_code'] as const,
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  });
  const began = new Map<FastifyRequest, bigint>();
  new Gauge({
    name: 'http_requests_in_flight',
    help: 'Requests that are being answered.',
    registers: [registry],
    collect() {
      this.set(began.size);
    },
  });

  app.addHook('onRequest', async (request) => {
    began.set(request, process.hrtime.bigint());
  });
  app.addHook('onRequestAbort', async (request) => {
    began.delete(request);
  });
  app.addHook('onResponse', async (request, reply) => {
    const start = began.get(request);
    began.delete(request);
    if (start !== undefined && request.routeOptions.config?.isStream !== true) {
      // The template, never the path: each order would have a series of its own, and whoever guesses paths could make more.
      const route = request.is404 ? UNMATCHED : (request.routeOptions.url ?? UNMATCHED);
      const labels = { method: request.method, route, status_code: String(reply.statusCode) };
      duration.observe(labels, Number(process.hrtime.bigint() - start) / NANOSECONDS);
    }
  });

  app.get('/metrics', { onRequest: fromInside }, async (_request, reply) =>
    reply.header('content-type', registry.contentType).send(await registry.metrics()),
  );
}
