import type { Clock } from '../../lambdas/ports/clock';
import { describeFailure } from '../../lambdas/runtime/describe-failure';
import { inTime } from '../http/in-time';
import { span } from '../ui/format';
import { type Known, known, type OverviewFigures, unknown } from './figures';

/** Something that can be asked, or the reason why it cannot. */
export type Source<T, Question extends readonly unknown[] = []> =
  | ((...question: Question) => Promise<T>)
  | { readonly missing: string };

type Gauges = Omit<OverviewFigures, 'at'>;

/** Where each figure comes from; one that is missing says why. */
export type FigureSources = {
  readonly [name in keyof Gauges]: Gauges[name] extends Known<infer T> ? Source<T> : never;
};

/** Asks everything at once. What is away leaves a gap and keeps nothing else from being seen. */
export async function gatherFigures(sources: FigureSources, clock: Clock): Promise<OverviewFigures> {
  const [minutes, open, oldestWaiting, queues, circuits, alarms, drift] = await Promise.all([
    ask(sources.minutes),
    ask(sources.open),
    ask(sources.oldestWaiting),
    ask(sources.queues),
    ask(sources.circuits),
    ask(sources.alarms),
    ask(sources.drift),
  ]);
  return { at: clock.now().toISOString(), minutes, open, oldestWaiting, queues, circuits, alarms, drift };
}

export async function ask<T, Question extends readonly unknown[]>(
  source: Source<T, Question>,
  ...question: Question
): Promise<Known<T>> {
  if (typeof source !== 'function') {
    return unknown(source.missing);
  }
  try {
    return known(await source(...question));
  } catch (error) {
    return unknown(describeFailure(error).message);
  }
}

/** The same, no longer than a page waits. The answer of a source that hangs is taken by nobody. */
export const askWithin = async <T>(patienceMs: number, source: Source<T>): Promise<Known<T>> =>
  (await inTime(ask(source), patienceMs)) ?? unknown(`no answer within ${span(patienceMs)}. Load the page again`);
