import type { SagaDefinition } from './saga-definition';

/** `do`: the way down on the left. `undo`: the way back up on the right. */
export interface PlacedState {
  readonly name: string;
  readonly side: 'do' | 'undo';
  /** From the top. */
  readonly row: number;
}

export interface Way {
  readonly from: string;
  readonly to: string;
  /** Taken when something did not work. */
  readonly isCatch: boolean;
}

export interface SagaLayout {
  readonly states: readonly PlacedState[];
  readonly ways: readonly Way[];
  readonly rows: number;
}

/**
 * Places a saga so that its shape can be seen: doing goes down on the left, undoing goes up on the right, and each undo
 * stands beside what it undoes. Read from the definition alone, so a saga with more steps is drawn as well.
 */
export function layOut({ StartAt, States }: SagaDefinition): SagaLayout {
  const steps = chainFrom(StartAt, States);
  const rowOfStep = new Map(steps.map((name, index) => [name, index + 1]));
  const undos = Object.keys(States).filter((name) => !rowOfStep.has(name));
  const ownUndo = (name: string): string | undefined =>
    States[name]?.Catch?.find(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'))?.Next;
  const besides = new Map<string, number>();
  for (const step of steps) {
    const undo = ownUndo(step);
    if (undo !== undefined && !besides.has(undo)) {
      besides.set(undo, rowOfStep.get(step) ?? 1);
    }
  }
  // What undoes nothing by itself ends the way back: it stands above.
  const rowOfUndo = (name: string): number => (States[name]?.Next === undefined ? 0 : (besides.get(name) ?? 0));

  return {
    states: [
      ...steps.map((name): PlacedState => ({ name, side: 'do', row: rowOfStep.get(name) ?? 1 })),
      ...undos.map((name): PlacedState => ({ name, side: 'undo', row: rowOfUndo(name) })),
    ],
    ways: waysIn(States),
    rows: steps.length + 1,
  };
}

function chainFrom(start: string, states: SagaDefinition['States']): readonly string[] {
  const chain: string[] = [];
  for (let name: string | undefined = start; name !== undefined && !chain.includes(name); name = states[name]?.Next) {
    chain.push(name);
  }
  return chain;
}

function waysIn(states: SagaDefinition['States']): readonly Way[] {
  const ways = new Map<string, Way>();
  for (const [from, { Next, Catch = [] }] of Object.entries(states)) {
    const targets = [
      ...(Next === undefined ? [] : [{ to: Next, isCatch: false }]),
      ...Catch.map((catcher) => ({ to: catcher.Next, isCatch: true })),
    ];
    for (const { to, isCatch } of targets) {
      const key = `${from} ${to}`;
      if (!ways.has(key)) {
        ways.set(key, { from, to, isCatch });
      }
    }
  }
  return [...ways.values()];
}
