import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Html } from '../ui/html';
import type { Life } from './life';
import { orAborted } from './or-aborted';

/** A part of the page, by the id of its element, as it is now; or something that the browser has to know. */
export type StreamEvent =
  | { readonly kind: 'part'; readonly id: string; readonly markup: Html }
  | { readonly kind: 'data'; readonly name: string; readonly data: unknown }
  /** There is nothing more to come: the browser does not ask again. */
  | { readonly kind: 'end' };

export interface EventStreams {
  /** Answers with what `events` yields, until it ends, the browser goes, or the console ends. */
  open(reply: FastifyReply, events: (signal: AbortSignal) => AsyncIterable<StreamEvent>): Promise<FastifyReply>;
  readonly count: number;
}

/** Each one asks the database now and then; more than these cannot be people. */
const MOST_STREAMS = 200;
/** A proxy in between takes silence for an end, mostly after a minute. */
const HEARTBEAT_MS = 20_000;
/** Then the browser asks anew, and whether the person may still look is asked with it. */
const LONGEST_MS = 30 * 60_000;

export function createEventStreams({
  life,
  gauge,
}: {
  readonly life: Life;
  readonly gauge: { set(value: number): void };
}): EventStreams {
  let count = 0;
  const change = (by: number): void => {
    count += by;
    gauge.set(count);
  };

  return {
    get count() {
      return count;
    },
    async open(reply, events) {
      if (count >= MOST_STREAMS || life.phase === 'draining') {
        return reply.code(503).header('retry-after', '5').send();
      }
      change(1);
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const signal = AbortSignal.any([gone.signal, life.signal, AbortSignal.timeout(LONGEST_MS)]);
      const body = Readable.from(written(events, signal), { objectMode: false });
      body.once('close', () => change(-1));
      // A browser that is away is not written to any more, and whatever waits for the next change ends.
      body.once('error', () => gone.abort());
      return reply.type('text/event-stream').header('x-accel-buffering', 'no').send(body);
    },
  };
}

async function* written(
  events: (signal: AbortSignal) => AsyncIterable<StreamEvent>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  yield 'retry: 2000\n\n';
  const iterator = events(signal)[Symbol.asyncIterator]();
  try {
    let next = iterator.next();
    while (!signal.aborted) {
      const result = await orAborted(orHeartbeat(next), signal);
      if (result === 'heartbeat') {
        yield ': still here\n\n';
      } else if (result === undefined || result.done === true) {
        return;
      } else {
        yield write(result.value);
        next = iterator.next();
      }
    }
  } catch {
    // What could not be read is tried again when the browser asks again.
  } finally {
    void iterator.return?.(undefined);
  }
}

async function orHeartbeat<T>(next: Promise<T>): Promise<T | 'heartbeat'> {
  const beat = Promise.withResolvers<'heartbeat'>();
  const timer = setTimeout(() => beat.resolve('heartbeat'), HEARTBEAT_MS);
  try {
    return await Promise.race([next, beat.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function write(event: StreamEvent): string {
  switch (event.kind) {
    case 'part':
      return `event: part\ndata: ${JSON.stringify({ id: event.id, markup: event.markup.text })}\n\n`;
    case 'data':
      return `event: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`;
    case 'end':
      return 'event: end\ndata: {}\n\n';
  }
}
