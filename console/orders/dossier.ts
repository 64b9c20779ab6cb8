import type { Timeline } from '../../lambdas/operations/timeline/timeline-entry';
import type { Failure } from '../../lambdas/ports/failure-records';
import type { PendingOrder } from '../../lambdas/ports/intake-store';
import type { OperatorAction } from '../../lambdas/ports/operator-actions';
import type { OrderResolution } from '../../lambdas/ports/order-resolutions';
import type { Trace } from '../../lambdas/ports/trace-reader';
import { inTime } from '../http/in-time';
import { type Known, unknown } from '../overview/figures';
import { ask, type Source } from '../overview/gather';
import type { ReadOrder } from './read-order';
import type { SagaDefinition } from './saga-definition';
import type { Walk } from './saga-walk';

/** Everything that is known of an order. */
export interface Dossier {
  readonly orderId: string;
  /** Unknown to the database until its first step has run. */
  readonly order: ReadOrder | undefined;
  readonly accepted: PendingOrder | undefined;
  readonly resolutions: readonly OrderResolution[];
  readonly definition: Known<SagaDefinition>;
  readonly walk: Known<Walk | undefined>;
  readonly failures: Known<readonly Failure[]>;
  readonly actions: Known<readonly OperatorAction[]>;
  readonly timeline: Known<Timeline>;
  readonly traces: Known<readonly Trace[]>;
}

export interface DossierSources {
  /** From the replica, or from the writer right after an act, which must see what it has done. */
  readonly order: (orderId: string, from: 'replica' | 'writer') => Promise<ReadOrder | undefined>;
  readonly resolutions: (orderId: string, from: 'replica' | 'writer') => Promise<readonly OrderResolution[]>;
  readonly accepted: (orderId: string) => Promise<PendingOrder | undefined>;
  readonly definition: () => Promise<SagaDefinition>;
  readonly walk: (orderId: string) => Promise<Walk | undefined>;
  readonly failures: (orderId: string) => Promise<readonly Failure[]>;
  readonly actions: (orderId: string) => Promise<readonly OperatorAction[]>;
  readonly timeline: Source<Timeline, [string]>;
  /** `signal`: that nobody waits for them any more. */
  readonly traces: Source<readonly Trace[], [orderId: string, signal?: AbortSignal]>;
}

export interface DossierQuestion {
  readonly from?: 'replica' | 'writer';
  /** How long to wait for what is not in the database. @default - as long as it takes */
  readonly patienceMs?: number;
}

/** @returns undefined when nobody accepted such an order */
export async function readDossier(
  sources: DossierSources,
  orderId: string,
  { from = 'replica', patienceMs }: DossierQuestion = {},
): Promise<Dossier | undefined> {
  const impatience = patienceMs === undefined ? undefined : AbortSignal.timeout(patienceMs);
  const soon = async <T>(answer: Promise<Known<T>>): Promise<Known<T>> => {
    const part = patienceMs === undefined ? await answer : await inTime(answer, patienceMs);
    // One that was given up because time was up is not missing, but late.
    return part === undefined || (!part.known && impatience?.aborted) ? LATE : part;
  };
  const askForRest = () =>
    Promise.all([
      soon(ask(sources.definition)),
      soon(ask(sources.walk, orderId)),
      soon(ask(sources.failures, orderId)),
      soon(ask(sources.actions, orderId)),
      soon(ask(sources.timeline, orderId)),
      soon(ask(sources.traces, orderId, impatience)),
    ]);
  // Whoever is in a hurry asks for all at once. Otherwise the rest is younger than the order: of a final one it is complete.
  const rest = patienceMs === undefined ? undefined : askForRest();
  const order = await sources.order(orderId, from);
  const accepted = order === undefined ? await sources.accepted(orderId) : undefined;
  if (order === undefined && accepted === undefined) {
    return undefined;
  }
  const resolutions = order?.status === 'NEEDS_REPAIR' ? await sources.resolutions(orderId, from) : [];
  const [definition, walk, failures, actions, timeline, traces] = await (rest ?? askForRest());
  return { orderId, order, accepted, resolutions, definition, walk, failures, actions, timeline, traces };
}

/** A part that is on its way: the page's stream brings it. */
export const LATE = unknown('still asking');

export const isWhole = ({ definition, walk, failures, actions, timeline, traces }: Dossier): boolean =>
  [definition, walk, failures, actions, timeline, traces].every((part) => part !== LATE);
