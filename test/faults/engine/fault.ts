/**
 * What can go wrong at a point of a schedule, and what its number means. `later` faults land after so many further
 * calls of anybody, `calls` faults last for so many calls; `end` is as long as the saga lasts.
 *
 * Of a whole step (the state machine calls a function) or a whole consumer (a queue does):
 */
export const STEP_FAULTS = {
  throttled: 'Lambda refuses the call for want of capacity; nothing ran',
  crash: 'the function dies before its first call',
  lost: 'the step runs to its end and Step Functions sees a time-out',
  cut: 'the step runs to its end and the connection breaks before its answer',
  twice: 'the call is delivered a second time, that many calls later',
  late: 'Step Functions sees a time-out, and the step begins that many calls later',
  stop: 'the execution is stopped, and the call that was under way begins that many calls later',
  redrive: 'as stop, and an operator has the execution go on at that state',
  restart: 'as stop, and an operator runs the saga again from its start',
  expire: 'as stop, and its stock is swept up before the call that was under way begins',
  'redrive-late': 'as redrive, after its stock was swept up',
  broken: 'the function dies at every call until the saga has ended',
  'broken-after': 'the function runs to its end at every call, and no answer ever arrives',
} as const;

/** Of one call that a step makes: of a store, the payment provider, the carrier, the intake record, Step Functions. */
export const CALL_FAULTS = {
  fails: 'the call is refused before its effect',
  unheard: 'the effect happens and the answer is lost',
  late: 'the step hears nothing, and the effect happens that many calls later',
  away: 'what is called is away (or its circuit is open) for that many calls',
  crash: 'the function dies before the effect',
  'crash-after': 'the function dies after the effect',
  'crash-late': 'the function dies, and the effect happens that many calls later',
  hang: 'Step Functions sees a time-out, and the step goes on with this call that many calls later',
  'hang-after': 'Step Functions sees a time-out, and the step goes on after this call that many calls later',
  broken: 'this call fails, without an effect, until the saga has ended',
  'broken-after': 'this call takes effect and is never answered, until the saga has ended',
  told: "the provider's events, all until now and the newest first, reach us before this call",
  swept: 'the sweeper of held stock comes by before this call, as if nothing had moved for long',
  captured: 'the bank takes the money that was asked for before this call, canceled or not',
} as const;

/** Of what one particular call can meet besides. */
export const SPECIAL_FAULTS = {
  declines: 'the card is declined this time; a confirmation that comes later would be paid',
  refuses:
    'the provider refuses the payment method, or the carrier the address, this time: be it after an earlier call took effect',
  misquotes: 'the answer speaks of another amount',
  'takes-more': 'the provider opens the intent over another amount than was asked for',
  forgets: 'the provider has forgotten every idempotency key by now',
  rival: "another customer's order runs through before this call and takes what it can of the stock",
  returned: 'the bank returns what was refunded before this call',
  halfway: 'the function dies inside of a call that changes things by several statements, after so many of them',
  reprices: 'the catalogue has another price from before this call on',
} as const;

/**
 * What people do meanwhile: before a call, of whomever, or at a point of their own whenever an execution has ended,
 * until they leave it at that. Their tools are functions like any others, whose calls meet faults.
 */
export const ACTS = {
  undone: 'an operator undoes the order, as the console does',
  insisted: 'the same, even if it is marked as resolved, and even if its parcel is not cancelled',
  finished: 'an operator has the books of the order checked and finishes it',
  resolved: 'an operator marks the order as settled by hand',
  'paid-back': 'somebody refunds at the provider what is left of the payment',
  'paid-part': 'somebody refunds a part of the payment at the provider',
} as const;

export type FaultKind =
  | keyof typeof STEP_FAULTS
  | keyof typeof CALL_FAULTS
  | keyof typeof SPECIAL_FAULTS
  | keyof typeof ACTS;

export interface Fault {
  readonly kind: FaultKind;
  /** Of the kinds that are `NUMBERED`: a whole number, or `Infinity`. */
  readonly count?: number;
}

export const NUMBERED: ReadonlySet<FaultKind> = new Set<FaultKind>([
  ...([
    'twice',
    'late',
    'stop',
    'redrive',
    'restart',
    'expire',
    'redrive-late',
    'away',
    'crash-late',
    'hang',
    'hang-after',
    'halfway',
  ] as const),
]);

/** No call of a store has more statements. */
export const MOST_STATEMENTS = 5;

/**
 * Kinds that pass: however an order meets them, a few of them must not change how it ends. Operators are among them:
 * what a saga carries is not theirs to end.
 */
export const PASSING: ReadonlySet<FaultKind> = new Set<FaultKind>([
  ...(['throttled', 'crash', 'lost', 'cut', 'twice', 'late', 'fails', 'unheard', 'away'] as const),
  ...(['crash-after', 'crash-late', 'halfway', 'hang', 'hang-after', 'misquotes', 'forgets', 'told', 'swept'] as const),
  ...(['undone', 'insisted', 'finished', 'resolved'] as const),
]);

export const KINDS: ReadonlySet<string> = new Set(
  Object.keys({ ...STEP_FAULTS, ...CALL_FAULTS, ...SPECIAL_FAULTS, ...ACTS } satisfies Record<FaultKind, string>),
);

export const formatFault = ({ kind, count }: Fault): string =>
  count === undefined ? kind : `${kind}:${count === Number.POSITIVE_INFINITY ? 'end' : count}`;

/** @throws Error when it is not a fault, or has a number where none belongs, or none where one belongs */
export function parseFault(text: string): Fault {
  const [kind = '', count, ...rest] = text.split(':');
  const value = count === 'end' ? Number.POSITIVE_INFINITY : Number(count);
  const isNumbered = NUMBERED.has(kind as FaultKind);
  if (!KINDS.has(kind) || rest.length > 0 || isNumbered !== (count !== undefined)) {
    throw new Error(`expected a fault such as 'lost' or 'late:3', got '${text}'`);
  }
  if (isNumbered && !(value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && value >= 0))) {
    throw new Error(`expected a whole number or 'end' after '${kind}:', got '${count}'`);
  }
  return isNumbered ? { kind: kind as FaultKind, count: value } : { kind: kind as FaultKind };
}
