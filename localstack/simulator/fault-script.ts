import * as z from 'zod';

/**
 * What can go wrong with one call, as the caller sees it. `before` and `after` say on which side of the
 * effect; every one of them but the statuses leaves the caller without knowing which.
 */
export const FAULT_KINDS = [
  'timeout-before',
  'timeout-after',
  /** Never answered; the effect comes `delayMs` later, like a request that was stuck on its way. */
  'effect-later',
  'error-500-before',
  /** No effect, and the 500 is stored under the idempotency key. */
  'error-500-stored',
  'error-500-after',
  'status-409',
  'status-429',
  'status-503',
  /** The effect happened, the answer is not JSON. */
  'malformed',
  /** The effect happened, the fields of `alter` replace those of the answer. */
  'altered',
  /** No effect: refused as for good, whatever was answered before. For APIs that can say so, the carrier's is one. */
  'refused',
  'reset',
  'reset-after',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export const faultRuleSchema = z.strictObject({
  match: z._default(z.strictObject({ orderId: z.optional(z.string()), operation: z.optional(z.string()) }), {}),
  times: z._default(z.int().check(z.positive()), 1),
  /** Unset: only `delayMs` applies, the call itself works. */
  fault: z.optional(z.enum(FAULT_KINDS)),
  delayMs: z._default(z.int().check(z.nonnegative()), 0),
  alter: z.optional(z.record(z.string(), z.unknown())),
});
export type FaultRule = z.output<typeof faultRuleSchema>;
export type FaultRuleInput = z.input<typeof faultRuleSchema>;

/** Rules in the order in which they were added; the first that matches a call is used up by it. */
export function createFaultScript() {
  let rules: { readonly rule: FaultRule; left: number }[] = [];

  return {
    add: (rule: FaultRule): void => {
      rules.push({ rule, left: rule.times });
    },
    clear: (): void => {
      rules = [];
    },
    /** What is still to come. */
    pending: (): readonly FaultRule[] => rules.map(({ rule, left }) => ({ ...rule, times: left })),
    take(call: { readonly operation: string; readonly orderId: string | undefined }): FaultRule | undefined {
      const found = rules.find(
        ({ rule: { match } }) =>
          (match.operation === undefined || match.operation === call.operation) &&
          (match.orderId === undefined || match.orderId === call.orderId),
      );
      if (found === undefined) {
        return undefined;
      }
      found.left -= 1;
      rules = rules.filter(({ left }) => left > 0);
      return found.rule;
    },
  };
}
export type FaultScript = ReturnType<typeof createFaultScript>;
