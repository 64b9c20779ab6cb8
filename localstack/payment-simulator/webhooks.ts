import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Incident } from '../simulator/simulated-api';
import type { Memory } from '../simulator/state-file';
import type { PaymentNews } from './payment-book';
import { sendSigned } from './send-signed';
import { eventDocument } from './stripe-documents';

/** Waits between deliveries that are not answered with 2xx. Stripe goes on for three days; this is its first minutes. */
const RETRY_AFTER_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 60_000, 60_000];

/** What goes wrong on the way to the endpoint, until it is set otherwise. */
const settingsSchema = z.strictObject({
  url: z.optional(z.url()),
  /** More than one while a secret is being rolled: an event then carries a signature of each. */
  secrets: z.optional(z.array(z.string())),
  /** Nothing is sent until `release-events`, or until this is taken back. */
  hold: z.optional(z.boolean()),
  delayMs: z.optional(z.int()),
  /** How often each event is sent. */
  copies: z.optional(z.int()),
});
type Settings = Required<z.output<typeof settingsSchema>>;

const releaseSchema = z.strictObject({ order: z._default(z.enum(['as-happened', 'reversed']), 'as-happened') });
const forgerySchema = z.strictObject({ body: z.string(), secret: z._default(z.string(), 'whsec_of_a_forger') });

interface Undelivered {
  /** Of this copy; the event's own is in its body. */
  readonly id: string;
  readonly body: string;
  readonly tries: number;
}

/**
 * Tells an endpoint what happened, as Stripe does: signed, not before the effect, again until it is acknowledged, in no
 * promised order. Incidents: `webhooks` sets what a test wants and answers how things stand, `release-events` sends
 * what was held back, `forge-event` sends a body that somebody else has signed. Settings and whatever is not acknowledged
 * outlive the process; what was acknowledged just before it died is sent again.
 */
export function createWebhooks({ newId, now = Date.now }: { newId(): string; now?: () => number }) {
  let settings: Partial<Settings> = {};
  let held: Undelivered[] = [];
  const onTheirWay = new Map<string, Undelivered>();
  const counts = { delivered: 0, refused: 0 };
  const closing = new AbortController();
  setMaxListeners(0, closing.signal); // one for each event on its way

  const deliver = async (event: Undelivered, waitMs: number): Promise<void> => {
    onTheirWay.set(event.id, event);
    try {
      await sleep(waitMs, undefined, { ref: false, signal: closing.signal });
    } catch {
      return; // stays on its way, for the next start
    }
    const { url, secrets = [] } = settings;
    const isDelivered = url !== undefined && (await sendSigned({ url, secrets, body: event.body })).ok;
    if (closing.signal.aborted && !isDelivered) {
      return;
    }
    onTheirWay.delete(event.id);
    counts[isDelivered ? 'delivered' : 'refused'] += 1;
    const retryAfterMs = RETRY_AFTER_MS[event.tries];
    if (!isDelivered && retryAfterMs !== undefined) {
      void deliver({ ...event, tries: event.tries + 1 }, retryAfterMs);
    }
  };
  const send = (event: Undelivered): void => {
    for (let copy = 0; copy < (settings.copies ?? 1); copy += 1) {
      void deliver({ ...event, id: randomUUID() }, settings.delayMs ?? 0);
    }
  };

  const release = (order: 'as-happened' | 'reversed'): number => {
    const events = order === 'reversed' ? held.reverse() : held;
    held = [];
    events.forEach(send);
    return events.length;
  };

  const releaseIfItMay = (): void => {
    if (settings.url !== undefined && settings.hold !== true) {
      release('as-happened');
    }
  };

  const incidents: Readonly<Record<string, Incident>> = {
    webhooks: (input) => {
      const given = defined(settingsSchema.parse(input));
      if (Object.keys(given).length > 0) {
        settings = { ...settings, ...given };
      }
      releaseIfItMay();
      return { ...counts, held: held.length, onTheirWay: onTheirWay.size };
    },
    'release-events': (input) => {
      settings = { ...settings, hold: false };
      return { released: release(releaseSchema.parse(input).order) };
    },
    'forge-event': async (input) => {
      const { body, secret } = forgerySchema.parse(input);
      const { status } = await sendSigned({ url: settings.url ?? '', secrets: [secret], body });
      return { status };
    },
  };

  return {
    incidents,
    announce(news: PaymentNews): void {
      if (settings.url === undefined) {
        return; // an account without an endpoint
      }
      const created = Math.floor(now() / 1_000);
      const event = { id: randomUUID(), body: JSON.stringify(eventDocument(newId(), created, news)), tries: 0 };
      if (settings.hold === true) {
        held.push(event);
      } else {
        send(event);
      }
    },
    close: (): void => closing.abort(),
    memory: (): Memory => ({
      events: new Map([...held, ...onTheirWay.values()].map((event) => [event.id, event])),
      endpoint: new Map([['settings', settings]]),
    }),
    /** What was on its way goes on, unless it is to be held. */
    restore({ events = new Map(), endpoint = new Map() }: Memory): void {
      held = [...events.values()] as Undelivered[];
      settings = (endpoint.get('settings') ?? {}) as Partial<Settings>;
      releaseIfItMay();
    },
  };
}

const defined = (given: z.output<typeof settingsSchema>): Partial<Settings> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
