import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Life } from './http/life';

/** What has to end, each in its own way. */
export interface Running {
  readonly log: Pick<FastifyBaseLogger, 'warn'>;
  readonly life: Life;
  /** How long it goes on to accept, until whoever sends requests has noticed. */
  readonly drainMs: number;
  /** Accepts no more, and waits for what was accepted. */
  readonly closeServer: () => Promise<void>;
  readonly stopPollers: () => Promise<void>;
  readonly flushTraces: () => Promise<void>;
  readonly flushMetrics: () => Promise<void>;
  readonly closeConnections: () => Promise<void>;
}

/**
 * Ends the console so that nobody notices. Whoever calls ends before who is called: first requests and streams, then
 * what asks by itself, then the connections that both of them use. The last figures are read by those too, so they go
 * before them.
 */
export async function shutDown({
  log,
  life,
  drainMs,
  closeServer,
  stopPollers,
  flushTraces,
  flushMetrics,
  closeConnections,
}: Running): Promise<void> {
  life.drain();
  await sleep(drainMs);
  life.endStreams();
  await closeServer();
  await stopPollers();
  await flushTraces();
  await flushMetrics().catch((error) => log.warn({ err: error }, 'the last figures could not be pushed'));
  await closeConnections();
}
