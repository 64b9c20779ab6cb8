import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import type { CutAfter } from '../world/statement-cut';
import type { Ports } from '../world/world';
import { noAnswerOf, refusalOf } from './call-errors';
import type { Fault } from './fault';
import { gatedPorts, type MakeCall } from './gated-ports';
import type { Dependency } from './point';
import type { Decide } from './schedule';
import { type RunOutcome, StepRun } from './step-run';
import type { Timeline } from './timeline';
import type { Weather } from './weather';

/** What whoever called a function gets to see. */
export type CallOutcome =
  | { readonly kind: 'answered'; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'stopped'; readonly operator?: 'redrive' | 'restart'; readonly isSwept?: true };

/** `makeCall` is for what is called besides the ports. */
export type Work = (ports: Ports, makeCall: MakeCall) => Promise<unknown>;

export type CallFunction = (
  state: string,
  work: Work,
  /** An operator's tool calls, and no execution. */
  isByHand?: true,
) => Promise<CallOutcome>;

export interface FunctionsDependencies {
  readonly ports: Ports;
  readonly timeline: Timeline;
  readonly weather: Weather;
  readonly decide: Decide;
  readonly cutAfter: CutAfter;
  /** Lets something happen in the world right before a call takes effect. */
  readonly befall: (kind: Fault['kind']) => Promise<void>;
}

const TIMED_OUT = { kind: 'failed', error: 'States.Timeout' } as const;
const DIED = { kind: 'failed', error: 'Runtime.ExitError' } as const;

/** Calls functions as Lambda does, which is to say not always as it was meant. */
export function createFunctions({
  ports,
  timeline,
  weather,
  decide,
  cutAfter,
  befall,
}: FunctionsDependencies): CallFunction {
  const runs = new Map<string, number>();

  const begin = (state: string): StepRun => {
    const run = (runs.get(state) ?? 0) + 1;
    runs.set(state, run);
    return new StepRun(state, run, timeline);
  };

  return async (state, work, isByHand) => {
    const run = begin(state);
    const start = (started = run): Promise<RunOutcome> =>
      started.start(() => {
        const makeCall = callsOf(started);
        return work(gatedPorts(ports, makeCall), makeCall);
      });

    const broken = weather.brokenAt(state);
    if (broken !== undefined) {
      return broken === 'before' ? DIED : unheard(start);
    }
    const fault = decide({
      ...{ address: `${state}#${run.run}`, state, run: run.run },
      ...(isByHand && { isByHand }),
    });
    const { kind, count = 0 } = fault ?? {};
    switch (kind) {
      case undefined:
        return outcomeOf(await start());
      case 'throttled':
        return { kind: 'failed', error: 'Lambda.TooManyRequestsException' };
      case 'crash':
        return DIED;
      case 'lost':
        return unheard(start);
      case 'cut':
        await start();
        return { kind: 'failed', error: 'Lambda.SdkClientException' };
      case 'twice':
        timeline.later(count, async () => void (await start(begin(state))));
        return outcomeOf(await start());
      case 'late':
        timeline.later(count, async () => void (await start()));
        return TIMED_OUT;
      case 'stop':
      case 'redrive':
      case 'restart':
        timeline.later(count, async () => void (await start()));
        return kind === 'stop' ? { kind: 'stopped' } : { kind: 'stopped', operator: kind };
      case 'expire':
      case 'redrive-late':
        timeline.later(count, async () => void (await start()));
        return { kind: 'stopped', isSwept: true, ...(kind === 'expire' ? {} : { operator: 'redrive' }) };
      case 'broken':
        weather.break(state, 'before');
        return DIED;
      case 'broken-after':
        weather.break(state, 'after');
        return unheard(start);
      default:
        throw new Error(`a whole step cannot meet '${kind}'`);
    }
  };

  function callsOf(run: StepRun): MakeCall {
    return async (dependency, operation, effect) => {
      if (timeline.isQuiet) {
        timeline.countCall();
      } else {
        await timeline.advance();
      }
      const name = run.nameOf(operation);
      throwIfAway(dependency);
      const broken = weather.brokenAt(operation);
      if (broken !== undefined) {
        return fail(broken, dependency, operation, effect);
      }
      const { state, run: number } = run;
      const fault = decide({ address: `${state}#${number}.${name}`, state, run: number, operation: name });
      return fault === undefined ? effect() : suffer(fault, run, dependency, operation, effect);
    };
  }

  async function suffer<Answer>(
    { kind, count = 0 }: Fault,
    run: StepRun,
    dependency: Dependency,
    operation: string,
    effect: () => Promise<Answer>,
  ): Promise<Answer> {
    switch (kind) {
      case 'fails':
        throw refusalOf(dependency, operation);
      case 'unheard':
        await settled(effect);
        throw noAnswerOf(dependency, operation);
      case 'late':
        timeline.later(count, () => settled(effect));
        throw noAnswerOf(dependency, operation);
      case 'away':
        weather.sendAway(dependency, count - 1);
        throw new DependencyUnavailableError(dependency);
      case 'crash':
        return run.die();
      case 'crash-after':
        await settled(effect);
        return run.die();
      case 'crash-late':
        timeline.later(count, () => settled(effect));
        return run.die();
      case 'halfway': {
        const goOn = cutAfter(count, () => void run.die());
        await settled(effect);
        goOn();
        return run.die();
      }
      case 'hang':
        await run.hang(count);
        throwIfAway(dependency);
        return effect();
      case 'hang-after': {
        const answer = effect();
        await settled(() => answer);
        await run.hang(count);
        return answer;
      }
      case 'broken':
        weather.break(operation, 'before');
        return fail('before', dependency, operation, effect);
      case 'broken-after':
        weather.break(operation, 'after');
        return fail('after', dependency, operation, effect);
      default:
        await befall(kind);
        return effect();
    }
  }

  async function fail<Answer>(
    when: 'before' | 'after',
    dependency: Dependency,
    operation: string,
    effect: () => Promise<Answer>,
  ): Promise<Answer> {
    if (when === 'before') {
      throw refusalOf(dependency, operation);
    }
    await settled(effect);
    throw noAnswerOf(dependency, operation);
  }

  function throwIfAway(dependency: Dependency): void {
    if (weather.findsAway(dependency)) {
      throw new DependencyUnavailableError(dependency);
    }
  }
}

async function unheard(start: () => Promise<RunOutcome>): Promise<CallOutcome> {
  await start();
  return TIMED_OUT;
}

/** Nobody hears the answer, so nobody hears a refusal either. */
async function settled(effect: () => Promise<unknown>): Promise<void> {
  try {
    await effect();
  } catch {
    // A refusal has no effect.
  }
}

function outcomeOf(outcome: RunOutcome): CallOutcome {
  switch (outcome.kind) {
    case 'answered':
      return outcome;
    case 'threw':
      return { kind: 'failed', error: outcome.error.name };
    case 'hung':
      return TIMED_OUT;
    case 'died':
      return DIED;
  }
}
