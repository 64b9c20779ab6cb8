import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Life } from './http/life';

/** What has to end, each in its own way. */
export interface Running {
  readonly app: FastifyInstance;
  readonly life: Life;
  /** How long it goes on to accept, until whoever sends requests has noticed. */
  readonly drainMs: number;
  readonly stopPollers: () => Promise<void>;
  readonly closeConnections: () => Promise<void>;
  readonly flushTraces: () => Promise<void>;
  readonly flushMetrics: () => Promise<void>;
}

const SWEEP_MS = 50;

/**
 * Accepts no more, and waits for what was accepted. A connection whose answer had begun before the drain is kept alive by
 * its browser, and would be waited for as long as it may be idle.
 */
async function closeServer(app: FastifyInstance): Promise<void> {
  const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
  }
}

/**
 * Ends the console so that nobody notices. Whoever calls ends before who is called: first requests and streams, then
 * what asks by itself, then the connections that both of them use.
 */
export async function shutDown({
  app,
  life,
  drainMs,
  stopPollers,
  flushTraces,
  closeConnections,
  flushMetrics,
}: Running): Promise<void> {
  life.drain();
  await sleep(drainMs);
  life.endStreams();
  await closeServer(app);
  await stopPollers();
  await flushTraces();
  await closeConnections();
  await flushMetrics().catch((error) => app.log.warn({ err: error }, 'the last figures could not be pushed'));
}
