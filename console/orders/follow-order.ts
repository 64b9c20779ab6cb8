import { setTimeout as sleep } from 'node:timers/promises';
import { isFinal } from '../../lambdas/domain/order';
import type { Clock } from '../../lambdas/ports/clock';
import type { StreamEvent } from '../http/event-stream';
import { html } from '../ui/html';
import { type Dossier, type DossierSources, readDossier } from './dossier';
import { ORDER_PARTS, statusNow } from './order-parts';
import type { OrderView } from './order-view';

/** An order on its way changes about so often. */
const MOVING_MS = 500;
/** One that no execution carries waits for a person, mostly for hours: all that is known of it is dear to read. */
const RESTING_MS = 5_000;
/** Whoever has just acted on it sees soon what came of that, although the replica may hear of it a moment later. */
const QUICK_LOOKS = 4;

export type FollowOrder = (
  orderId: string,
  view: Omit<OrderView, 'now'>,
  signal: AbortSignal,
) => AsyncGenerator<StreamEvent>;

/** Tells of an order as it is, again and again, until nothing more can become of it. */
export const createFollowOrder = ({
  sources,
  clock,
  wait = waitFor,
}: {
  readonly sources: DossierSources;
  readonly clock: Clock;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}): FollowOrder =>
  async function* (orderId, view, signal) {
    for (let looks = 1; !signal.aborted; looks += 1) {
      const dossier = await readDossier(sources, orderId);
      if (dossier === undefined) {
        break;
      }
      yield* partsOf(dossier, { ...view, now: clock.now() });
      if (isFinal(statusNow(dossier)) && hasEnded(dossier)) {
        break;
      }
      await wait(isCarried(dossier) || looks < QUICK_LOOKS ? MOVING_MS : RESTING_MS, signal);
    }
    if (!signal.aborted) {
      yield { kind: 'end' };
    }
  };

const waitFor = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

const partsOf = (dossier: Dossier, view: OrderView): readonly StreamEvent[] =>
  Object.entries(ORDER_PARTS).map(([id, show]) => ({ kind: 'part', id, markup: html`${show(dossier, view)}` }));

/** The status is final, or that of repair, a moment before the saga has ended. */
const hasEnded = ({ walk }: Dossier): boolean =>
  !walk.known || walk.value === undefined || walk.value.ended !== undefined;

/** An order that has not begun is about to; one in repair may be older than what is kept of its execution. */
const isCarried = (dossier: Dossier): boolean =>
  statusNow(dossier) === 'NEEDS_REPAIR'
    ? !hasEnded(dossier)
    : !dossier.walk.known || dossier.walk.value?.ended === undefined;
