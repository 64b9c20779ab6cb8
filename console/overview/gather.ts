import type { Clock } from '../../lambdas/ports/clock';
import { describeFailure } from '../../lambdas/runtime/describe-failure';
import { type Known, known, type OverviewFigures, unknown } from './figures';

type Gauges = Omit<OverviewFigures, 'at'>;

/** Where each figure comes from; one that is missing says why. */
export type FigureSources = {
  readonly [name in keyof Gauges]:
    | (() => Promise<Gauges[name] extends Known<infer T> ? T : never>)
    | { readonly missing: string };
};

/** Asks everything at once. What is away leaves a gap and keeps nothing else from being seen. */
export async function gatherFigures(sources: FigureSources, clock: Clock): Promise<OverviewFigures> {
  const entries = await Promise.all(
    Object.entries(sources).map(
      async ([name, source]) => [name, await ask(source as FigureSources[keyof Gauges])] as const,
    ),
  );
  return { at: clock.now().toISOString(), ...(Object.fromEntries(entries) as Gauges) };
}

async function ask(source: (() => Promise<unknown>) | { readonly missing: string }): Promise<Known<unknown>> {
  if (typeof source !== 'function') {
    return unknown(source.missing);
  }
  try {
    return known(await source());
  } catch (error) {
    return unknown(describeFailure(error).message);
  }
}
