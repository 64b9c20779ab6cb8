import { type CircuitBreaker, CircuitOpenError } from '../../../lambdas/resilience/circuit-breaker';
import { type CircuitState, FRESH_CIRCUIT } from '../../../lambdas/resilience/circuit-state';
import type { CircuitStore } from '../../../lambdas/resilience/circuit-store';
import {
  AnswerWithoutResult,
  DependencyDown,
  NeverSent,
  SETTINGS,
  setUpCircuit,
} from '../../support/circuit/shared-circuit-bench';
import { objectionTo } from './circuit-rules';

export type Answer = 'succeeds' | 'fails' | 'answers-without-result' | 'was-never-sent';
export type StoreEnd = 'works' | 'fails-before' | 'fails-after';

interface HeldOperation {
  readonly end: (how: StoreEnd) => Promise<void>;
}

interface RunningCall {
  readonly answer: (how: Answer) => void;
  /** Until when nobody else may have a lease, if the call is a probe. */
  readonly leaseUntil: number | undefined;
}

/** What an environment knows, as an observer from outside can tell: what it read last, and when. */
interface Knowledge {
  leaseId: string | undefined;
  found: { readonly state: CircuitState; readonly at: number } | undefined;
  closedReadAt: number;
  closedEpoch: number | undefined;
  /** In which era of the circuit the call was admitted that is running now. */
  admittedIn: number | undefined;
  storeFailedAt: number;
  busy: boolean;
}

const NEVER = Number.NEGATIVE_INFINITY;

const flush = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Execution environments, one call each at a time as in Lambda, over one store in which every operation waits until it
 * is let on: so any interleaving can be made. The world watches every write and every call that begins, and throws as
 * soon as one is not allowed by the rules, which it states in its own words.
 */
export class CircuitWorld {
  readonly bench = setUpCircuit();
  readonly held: HeldOperation[] = [];
  readonly calls: RunningCall[] = [];
  readonly violations: string[] = [];
  readonly #breakers: readonly CircuitBreaker[];
  readonly #known: readonly Knowledge[];
  #holding = true;

  /** @param writes as a store that cannot write on a condition would: whoever comes last, wins */
  constructor(
    environments: number,
    private readonly writes: 'conditional' | 'blind' = 'conditional',
  ) {
    this.#known = Array.from({ length: environments }, () => ({
      leaseId: undefined,
      found: undefined,
      closedReadAt: NEVER,
      closedEpoch: undefined,
      admittedIn: undefined,
      storeFailedAt: NEVER,
      busy: false,
    }));
    this.#breakers = this.#known.map((knowledge) => this.bench.environment(this.#watched(knowledge)));
  }

  get now(): number {
    return this.bench.clock.now().getTime();
  }

  get state(): CircuitState {
    return this.bench.stateOf() ?? FRESH_CIRCUIT;
  }

  isIdle(environment: number): boolean {
    return this.#known[environment]?.busy === false;
  }

  /** The environment begins a call; it ends when `calls` says how. */
  async ask(environment: number): Promise<void> {
    const knowledge = this.#known[environment];
    const breaker = this.#breakers[environment];
    if (knowledge === undefined || breaker === undefined) {
      throw new Error(`there is no environment ${environment}`);
    }
    knowledge.busy = true;
    knowledge.leaseId = undefined;
    void breaker
      .run(() => this.#begin(knowledge))
      .catch((error: unknown) => {
        if (!isExpected(error)) {
          this.violations.push(`a caller saw ${String(error)}`);
        }
      })
      .finally(() => {
        knowledge.busy = false;
      });
    await flush();
  }

  async endOperation(index: number, how: StoreEnd): Promise<void> {
    const [operation] = this.held.splice(index % this.held.length, 1);
    await operation?.end(how);
    await flush();
  }

  async answer(index: number, how: Answer): Promise<void> {
    const [call] = this.calls.splice(index % this.calls.length, 1);
    call?.answer(how);
    await flush();
  }

  async pass(milliseconds: number): Promise<void> {
    this.bench.clock.advance(milliseconds);
    await flush();
  }

  /** From here on the store works at once; whatever is on its way comes to its end. */
  async calmDown(how: Answer): Promise<void> {
    this.#holding = false;
    while (this.held.length > 0 || this.calls.length > 0) {
      await (this.held.length > 0 ? this.endOperation(0, 'works') : this.answer(0, how));
    }
  }

  /** One whole call. @returns whether it was let through */
  async callOnce(environment: number, how: Answer): Promise<boolean> {
    await this.ask(environment);
    const wasLetThrough = this.calls.length > 0;
    await this.calmDown(how);
    return wasLetThrough;
  }

  #begin(knowledge: Knowledge): Promise<string> {
    const { leaseId, closedReadAt, closedEpoch, storeFailedAt } = knowledge;
    const { state, now } = this;
    knowledge.admittedIn = closedEpoch;
    const holdsLease = state.kind === 'half-open' && state.lease.id === leaseId;
    const leaseUntil = holdsLease ? state.lease.expiresAt : undefined;
    const othersProbe = this.calls.some((call) => call.leaseUntil !== undefined && call.leaseUntil > now);

    if (holdsLease && othersProbe) {
      this.violations.push('a probe began while another one held an unexpired lease');
    }
    if (!holdsLease && now - closedReadAt > SETTINGS.believedForMs && now - storeFailedAt > SETTINGS.storeAwayForMs) {
      this.violations.push(`a call began that nothing allows, while the circuit was ${state.kind}`);
    }
    return new Promise((resolve, reject) => {
      this.calls.push({
        leaseUntil,
        answer: (how) => (how === 'succeeds' ? resolve('done') : reject(errorOf(how))),
      });
    });
  }

  /** The store as one environment sees it. */
  #watched(knowledge: Knowledge): CircuitStore {
    const hold = <Result>(effect: () => Promise<Result>): Promise<Result> => {
      if (!this.#holding) {
        return effect();
      }
      return new Promise((resolve, reject) => {
        this.held.push({
          end: async (how) => {
            if (how !== 'fails-before') {
              const result = await effect();
              if (how === 'works') {
                resolve(result);
                return;
              }
            }
            knowledge.storeFailedAt = this.now;
            reject(new Error('the store is away'));
          },
        });
      });
    };

    return {
      find: (dependency) =>
        hold(async () => {
          const record = await this.bench.store.find(dependency);
          knowledge.found = { state: record?.state ?? FRESH_CIRCUIT, at: this.now };
          if (knowledge.found.state.kind === 'closed') {
            knowledge.closedReadAt = this.now;
            knowledge.closedEpoch = knowledge.found.state.epoch;
          }
          return record;
        }),
      replace: (dependency, version, next) => {
        const decidedAt = knowledge.found?.at ?? NEVER;
        if (next.kind === 'half-open') {
          knowledge.leaseId = next.lease.id;
        }
        return hold(async () => {
          const before = this.state;
          const current = (await this.bench.store.find(dependency))?.version ?? 0;
          const expected = this.writes === 'conditional' ? version : current;
          const isWritten = await this.bench.store.replace(dependency, expected, next);
          const objection = isWritten ? objectionTo(before, next, { decidedAt, ...knowledge }) : undefined;
          if (objection !== undefined) {
            this.violations.push(objection);
          }
          if (isWritten && next.kind === 'closed') {
            knowledge.closedReadAt = this.now;
            knowledge.closedEpoch = next.epoch;
          }
          return isWritten;
        });
      },
    };
  }
}

const errorOf = (how: Exclude<Answer, 'succeeds'>): Error => {
  switch (how) {
    case 'fails':
      return new DependencyDown();
    case 'answers-without-result':
      return new AnswerWithoutResult();
    case 'was-never-sent':
      return new NeverSent();
  }
};

/** Never an error of the store's: a circuit that cannot be read is nobody's problem but the operator's. */
const isExpected = (error: unknown): boolean =>
  error instanceof CircuitOpenError ||
  error instanceof DependencyDown ||
  error instanceof AnswerWithoutResult ||
  error instanceof NeverSent;
