import { ACTS, CALL_FAULTS, type Fault, type FaultKind, MOST_STATEMENTS, NUMBERED, STEP_FAULTS } from './fault';

/** What a step can call, by what it hangs on when it is away. */
export type Dependency = 'postgres' | 'provider' | 'carrier' | 'intake' | 'step-functions' | 'event-bus' | 'lambda';

/** A moment at which a schedule may let something go wrong. */
export interface Point {
  /** `<state>#<run>` of a whole step, `<state>#<run>.<operation>` of a call that it makes; `~2` for a second one. */
  readonly address: string;
  readonly state: string;
  /** Counts the calls of this state from 1, whoever makes them. */
  readonly run: number;
  /** Undefined: the whole step. */
  readonly operation?: string;
  /** The step is called by an operator's tool and not by an execution, which could be stopped. */
  readonly isByHand?: true;
}

/** Functions that a queue calls and not the state machine, and the sweeper of stock, which a clock calls. */
export const CONSUMERS: ReadonlySet<string> = new Set([
  ...['StartSaga', 'FlagFailedExecution', 'SettlePayment', 'ExpireReservations'],
]);

/** Where people may act once an execution has ended. */
export const OPERATOR = 'Operator';
/** What they use. */
export const TOOLS: ReadonlySet<string> = new Set(['UndoOrder', 'RetryOrder', 'ResolveOrder']);

const SPECIAL: Readonly<Record<string, readonly FaultKind[]>> = {
  reserve: ['rival', 'reprices', 'halfway'],
  createIntent: ['refuses', 'misquotes', 'takes-more', 'forgets'],
  retrieveIntent: ['misquotes'],
  confirmIntent: ['declines', 'misquotes', 'forgets'],
  cancelIntent: ['misquotes'],
  refundIntent: ['forgets'],
  recordRefunded: ['returned'],
  release: ['returned'],
  reject: ['returned', 'halfway'],
  markNeedsRepair: ['halfway'],
  book: ['refuses'],
};

const OF_STEPS = Object.keys(STEP_FAULTS) as FaultKind[];
const OF_CONSUMERS: readonly FaultKind[] = ['crash', 'lost', 'twice', 'late', 'broken', 'broken-after'];
const BY_HAND: readonly FaultKind[] = ['throttled', 'cut', ...OF_CONSUMERS];
const OF_TOOLS: readonly FaultKind[] = ['twice', 'late'];
const OF_OPERATORS: readonly FaultKind[] = [...(Object.keys(ACTS) as FaultKind[]), 'told', 'swept'];
const OF_CALLS: readonly FaultKind[] = [
  ...(Object.keys(CALL_FAULTS) as FaultKind[]),
  ...(['undone', 'finished', 'resolved', 'paid-back'] as const),
];
const ofOperation = new Map<string, readonly FaultKind[]>();

/** Every kind of fault that a point can meet, the simplest first. */
export function kindsAt({ state, operation, isByHand }: Point): readonly FaultKind[] {
  if (operation === undefined) {
    return isByHand ? BY_HAND : kindsOfAll(state);
  }
  const known = ofOperation.get(operation);
  if (known !== undefined) {
    return known;
  }
  const kinds = [...OF_CALLS, ...(SPECIAL[operation.split('~')[0] ?? ''] ?? [])];
  ofOperation.set(operation, kinds);
  return kinds;
}

function kindsOfAll(state: string): readonly FaultKind[] {
  if (CONSUMERS.has(state)) {
    return OF_CONSUMERS;
  }
  if (TOOLS.has(state)) {
    return OF_TOOLS;
  }
  return state === OPERATOR ? OF_OPERATORS : OF_STEPS;
}

const HALFWAY: readonly Fault[] = Array.from({ length: MOST_STATEMENTS - 1 }, (_, index) => ({
  kind: 'halfway',
  count: index + 1,
}));

/** Every fault that a point can meet, with these numbers where a kind wants one. */
export const faultsAt = (point: Point, counts: readonly number[]): readonly Fault[] =>
  kindsAt(point).flatMap((kind): readonly Fault[] =>
    kind === 'halfway'
      ? HALFWAY
      : NUMBERED.has(kind)
        ? counts.filter((count) => kind !== 'away' || count > 0).map((count) => ({ kind, count }))
        : [{ kind }],
  );
