import { createHash } from 'node:crypto';
import { canonicalJson } from '../contracts/canonical-json';
import { createOnce, type IdempotencyStore, KeyReusedError } from './idempotency';
import { PoisonMessageError } from './poison-message';
import type { HandleMessage, QueueMessage } from './sqs-batch';

const DAY_SECONDS = 24 * 60 * 60;

/**
 * A message lives 14 days at most, in its queue and the dead letters together, and may be replayed five times: what was
 * done for an event is remembered for longer than the last of them can arrive. The shorter lives that Powertools has
 * by default would send a mail again after a redrive.
 */
export const EVENT_MEMORY_SECONDS = 90 * DAY_SECONDS;

export interface BusinessEvent {
  /** The id that the event has for good, never that of the message that carries it: a replay has another one. */
  readonly eventId: string;
  /** Of whoever published it, so it may differ between two deliveries of the same event. */
  readonly trace?: string | undefined;
}

export interface IdempotentConsumerOptions<Event extends BusinessEvent> {
  readonly persistence: IdempotencyStore;
  /** Names the effect for good: two consumers of one event have a memory each. */
  readonly effect: string;
  /** @throws PoisonMessageError when the message is none */
  readonly parse: (body: string) => Event;
  /**
   * Has the effect outside. A call that dies may have had it and is repeated: the receiver must be given `eventId` as
   * its own idempotency key wherever it takes one.
   */
  readonly perform: (event: Event, message: QueueMessage) => Promise<'done'>;
}

/** Makes a consumer whose effect is outside of our database, such as mail or a webhook, have it once for each event. */
export function createIdempotentConsumer<Event extends BusinessEvent>({
  persistence,
  effect,
  parse,
  perform,
}: IdempotentConsumerOptions<Event>): HandleMessage {
  const once = createOnce({ persistence, keyPrefix: `consumer-${effect}`, recordLifeSeconds: EVENT_MEMORY_SECONDS });

  return async (message) => {
    const event = parse(message.body);
    if (typeof event.eventId !== 'string' || event.eventId === '') {
      throw new PoisonMessageError('an event without an id');
    }
    const bodyHash = createHash('sha256')
      .update(canonicalJson({ ...event, trace: undefined }))
      .digest('hex');
    try {
      await once({ key: event.eventId, bodyHash }, message.remainingTimeMs, async () => ({
        outcome: await perform(event, message),
      }));
      return 'done';
    } catch (error) {
      if (error instanceof KeyReusedError) {
        throw new PoisonMessageError('another event with the id of this one was handled before');
      }
      throw error;
    }
  };
}
