import type { Call, Fault, FaultSource } from './call';

export interface FaultRule<F extends Fault> {
  /** @default any call */
  readonly name?: string;
  /** @default any call; else one that contains all of this, e.g. the id of an order */
  readonly text?: string | readonly string[];
  /** For others that wait for it. */
  readonly id?: string;
  /** Id of a rule, of any script of the same cloud, that must have been met before. @default it may happen at once */
  readonly after?: string;
  /** Calls that match and are left alone before the first that is not. @default 0 */
  readonly skip?: number;
  /** @default 1 */
  readonly times?: number;
  readonly fault: F;
}

/**
 * Rules in the order in which they were added; the first that matches a call is used up by it.
 *
 * @param met ids of rules that have been met; shared by scripts whose rules wait for each other
 */
export function createFaultScript<F extends Fault>(met = new Set<string>()) {
  let rules: { readonly rule: FaultRule<F>; skip: number; left: number }[] = [];
  const unmet = new Set<FaultRule<F>>();
  const ruleOf = new Map<F, FaultRule<F>>();

  const take: FaultSource<F> = (call) => {
    const found = rules.find(({ rule }) => (rule.after === undefined || met.has(rule.after)) && matches(rule, call));
    if (found === undefined) {
      return undefined;
    }
    if (found.skip > 0) {
      found.skip -= 1;
      return undefined;
    }
    found.left -= 1;
    unmet.delete(found.rule);
    ruleOf.set(found.rule.fault, found.rule);
    if (found.rule.id !== undefined) {
      met.add(found.rule.id);
    }
    rules = rules.filter(({ left }) => left > 0);
    return found.rule.fault;
  };

  return {
    take,
    add: (...added: readonly FaultRule<F>[]): void => {
      for (const rule of added) {
        rules.push({ rule, skip: rule.skip ?? 0, left: rule.times ?? 1 });
        unmet.add(rule);
      }
    },
    clear: (): void => {
      rules = [];
    },
    /** What was taken could not be done after all: its rule counts as not met. */
    failed: (fault: F): void => {
      const rule = ruleOf.get(fault);
      if (rule !== undefined) {
        unmet.add(rule);
      }
    },
    /** What has never come about, also after `clear`: a test whose fault did not happen has tested nothing. */
    unmet: (): readonly FaultRule<F>[] => [...unmet],
  };
}
export type FaultScript<F extends Fault> = ReturnType<typeof createFaultScript<F>>;

const matches = ({ name, text = [] }: Pick<FaultRule<Fault>, 'name' | 'text'>, call: Call): boolean =>
  (name === undefined || name === call.name) && [text].flat().every((part) => call.text.includes(part));
