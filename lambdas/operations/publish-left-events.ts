import { type OrderEvent, orderEventSchema } from '../contracts/order-event';
import type { Clock } from '../ports/clock';
import type { EventBus, PublishOutcome } from '../ports/event-bus';
import type { Gauges } from '../ports/gauges';
import type { LeftEvent, Outbox } from '../ports/outbox';
import type { Signals } from '../ports/signals';

export const SWEEP_BOUNDS = {
  /** Whoever has written an event publishes it within this, or never will: its function has been killed by then. */
  leftForSeconds: 20,
  /** Longer than a sweep takes, so that no two of them work on the same events. */
  leaseSeconds: 60,
  /** Of one claim. A backlog is worked off claim by claim. */
  batch: 200,
  /** A sweep begins nothing new after this, and so ends before its function is killed, also by a bus that is silent. */
  withinMs: 30_000,
  /** Of one call of the bus: nobody waits for a sweep. */
  publishTimeoutMs: 5_000,
  /** An event that the bus has not taken in so many sweeps, one a minute, is not waited for any longer. */
  mostAttempts: 24 * 60,
} as const;

export interface LeftEventsResult {
  readonly published: number;
  readonly left: number;
  readonly parked: number;
}

/**
 * Publishes the events that their writers have not: they died, or the bus was away. What can never be published is
 * parked with its reason, so that it does not stand in the way of others.
 */
export function createPublishLeftEvents({
  outbox,
  bus,
  clock,
  signals,
  gauges,
  delayScale,
}: {
  readonly outbox: Outbox;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly signals: Signals;
  readonly gauges: Gauges;
  /** Factor on the bounds: 1 in AWS. */
  readonly delayScale: number;
}) {
  const claim = () =>
    outbox.claim({
      leftForSeconds: SWEEP_BOUNDS.leftForSeconds * delayScale,
      leaseSeconds: SWEEP_BOUNDS.leaseSeconds,
      limit: SWEEP_BOUNDS.batch,
    });

  return async (): Promise<LeftEventsResult> => {
    const endAt = clock.now().getTime() + SWEEP_BOUNDS.withinMs;
    const sum = { published: 0, left: 0, parked: 0 };
    do {
      const claimed = await claim();
      const verdicts = await judge(claimed, bus);
      const parked = verdicts.filter((verdict) => verdict.kind === 'parked');
      await outbox.markPublished(idsOf(verdicts, 'published'));
      await outbox.park(parked);

      sum.published += idsOf(verdicts, 'published').length;
      sum.left += idsOf(verdicts, 'left').length;
      sum.parked += parked.length;
      for (const { eventId, reason } of parked) {
        signals.count('EventParked', 1, { eventId, reason });
      }
      // A bus that takes nothing is left alone until the next sweep.
      if (claimed.length < SWEEP_BOUNDS.batch || sum.left > 0) {
        break;
      }
    } while (clock.now().getTime() < endAt);

    const backlog = await outbox.backlog();
    gauges.set('OutboxAge', Math.round(backlog.oldestAgeSeconds), 'Seconds');
    gauges.set('EventsParked', backlog.parked, 'Count');
    return sum;
  };
}

type Verdict = { readonly eventId: string } & (
  | { readonly kind: 'published' | 'left' }
  | { readonly kind: 'parked'; readonly reason: string }
);

async function judge(claimed: readonly LeftEvent[], bus: EventBus): Promise<readonly Verdict[]> {
  const read = claimed.map((left) => ({ left, parsed: orderEventSchema.safeParse(left.event) }));
  const sound = read.flatMap(({ left, parsed }) => (parsed.success ? [{ left, event: parsed.data }] : []));
  const outcomes = await bus.publish(sound.map(({ event }): OrderEvent => event));

  return [
    ...sound.map(({ left }, index) => verdictOf(left, outcomes[index])),
    ...read.flatMap(({ left, parsed }): Verdict[] =>
      parsed.success
        ? []
        : [{ eventId: left.eventId, kind: 'parked', reason: `malformed at ${placesOf(parsed.error)}` }],
    ),
  ];
}

function verdictOf({ eventId, attempts }: LeftEvent, outcome: PublishOutcome | undefined): Verdict {
  if (outcome?.kind === 'published') {
    return { eventId, kind: 'published' };
  }
  const reason = outcome?.reason ?? 'no outcome';
  if (outcome?.kind === 'refused') {
    return { eventId, kind: 'parked', reason: `refused by the bus: ${reason}` };
  }
  return attempts < SWEEP_BOUNDS.mostAttempts
    ? { eventId, kind: 'left' }
    : { eventId, kind: 'parked', reason: `not taken in ${attempts} attempts: ${reason}` };
}

const idsOf = (verdicts: readonly Verdict[], kind: Verdict['kind']): readonly string[] =>
  verdicts.filter((verdict) => verdict.kind === kind).map(({ eventId }) => eventId);

/** Where, and never what: an event that is not as it must be may hold anything. */
const placesOf = (error: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] }): string =>
  [...new Set(error.issues.map(({ path }) => path.join('.') || 'its root'))].join(', ');
