import type { Choose } from './every-way';

/** A statement that waits for its turn. */
export interface Statement {
  /** Which of the calls it belongs to. */
  readonly of: number;
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

/** Waits for the turn of a statement, and answers what it came to. */
export type TakeTurn = <Answer>(name: string, run: () => Promise<Answer>) => Promise<Answer>;

export type Call = (take: TakeTurn) => Promise<unknown>;

/** Two statements of which the second begins before the first has committed. */
export type RunOverlapping = (first: Statement, second: Statement) => Promise<readonly PromiseSettledResult<unknown>[]>;

export interface Run {
  readonly answers: readonly unknown[];
  /** Who ran what, in its order: `0 hold-stock`, or `0 hold-stock with 1 release-stock`. */
  readonly turns: readonly string[];
}

interface Waiting extends Statement {
  readonly hear: (result: PromiseSettledResult<unknown>) => void;
}

/**
 * Makes these calls at once, but one statement after the other, in the order that `choose` says. Exact: it goes on when
 * each call waits for a turn or has ended, and never because some time has passed.
 */
export async function takeTurns(calls: readonly Call[], choose: Choose, runOverlapping?: RunOverlapping): Promise<Run> {
  const waiting: (Waiting | undefined)[] = calls.map(() => undefined);
  const turns: string[] = [];

  const pauses = calls.map(() => Promise.withResolvers<void>());
  const answers = calls.map((call, of) =>
    call((name, run) => {
      const heard = Promise.withResolvers<never>();
      const hear = (result: PromiseSettledResult<unknown>): void =>
        result.status === 'fulfilled' ? heard.resolve(result.value as never) : heard.reject(result.reason);
      waiting[of] = { of, name, run, hear };
      pauses[of]?.resolve();
      return heard.promise;
    }).finally(() => pauses[of]?.resolve()),
  );
  const give = async (group: readonly Waiting[]): Promise<void> => {
    const [first, second] = group as readonly [Waiting, Waiting?];
    turns.push(labelOf(group));
    const results =
      second === undefined || runOverlapping === undefined
        ? await Promise.allSettled([first.run()])
        : await runOverlapping(first, second);
    for (const [index, { of, hear }] of group.entries()) {
      waiting[of] = undefined;
      pauses[of] = Promise.withResolvers();
      hear(results[index] as PromiseSettledResult<unknown>);
    }
  };

  for (;;) {
    await Promise.all(pauses.map(({ promise }) => promise));
    const ready = waiting.filter((one) => one !== undefined);
    if (ready.length === 0) {
      return { answers: await Promise.all(answers), turns };
    }
    const hasOverlapped = turns.some(isOverlap);
    const pairs = hasOverlapped ? [] : [ready, ready.toReversed()].filter(({ length }) => length === 2);
    const groups = [
      ...ready.map((one) => [one]),
      ...pairs.filter((pair) => runOverlapping !== undefined && mayOverlap(...pair.map(({ name }) => name))),
    ];
    await give(groups[choose(groups.map(labelOf))] as readonly Waiting[]);
  }
}

const labelOf = (group: readonly Statement[]): string => group.map(({ of, name }) => `${of} ${name}`).join(WITH);
const WITH = ' with ';

export const isOverlap = (turn: string): boolean => turn.includes(WITH);

/**
 * These turns with two neighbours of different calls overlapping: each two of which the first changes something, and
 * the second might.
 */
export const overlapsIn = (turns: readonly string[], changed: readonly boolean[]): readonly (readonly string[])[] =>
  turns.slice(1).flatMap((second, at) => {
    const first = turns[at] ?? '';
    return callOf(first) === callOf(second) || !changed[at] || !mayOverlap(nameIn(first), nameIn(second))
      ? []
      : [[...turns.slice(0, at), `${first}${WITH}${second}`, ...turns.slice(at + 2)]];
  });

const nameIn = (turn: string): string => turn.slice(2);

/** What changes nothing waits for nobody: to overlap with it is to come before or after it. */
const mayOverlap = (...statements: readonly string[]): boolean => !statements.some(isRead);

export const isRead = (statement: string): boolean => /^(read|find)-/.test(statement);

/** Which call has this turn, by its place among the calls. */
export const callOf = (turn: string): 0 | 1 => (turn.startsWith('0') ? 0 : 1);
