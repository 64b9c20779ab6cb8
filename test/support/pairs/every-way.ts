/** Takes one of the ways on, by its place among them. */
export type Choose = (ways: readonly string[]) => number;

/** Runs the same thing again and again, until at each of its forks every way was taken. */
export async function* everyWay<Result>(run: (choose: Choose) => Promise<Result>): AsyncGenerator<Result> {
  const forks: { taken: number; readonly ways: number }[] = [];
  do {
    let at = 0;
    yield await run(({ length: ways }) => {
      const fork = forks[at] ?? { taken: 0, ways };
      if (fork.ways !== ways) {
        throw new Error(`expected ${fork.ways} ways at fork ${at} as before, got ${ways}`);
      }
      forks[at] = fork;
      at += 1;
      return fork.taken;
    });
    while (forks.length > 0 && forks.at(-1)?.taken === (forks.at(-1)?.ways ?? 0) - 1) {
      forks.pop();
    }
    const last = forks.at(-1);
    if (last !== undefined) {
      last.taken += 1;
    }
  } while (forks.length > 0);
}

/** Runs it once for each of these lists of ways; where a list has no word for a fork, on the first way. */
export async function* theseWays<Result>(
  lists: readonly (readonly string[])[],
  run: (choose: Choose) => Promise<Result>,
): AsyncGenerator<Result> {
  for (const list of lists) {
    let at = 0;
    yield await run((ways) => {
      const wanted = ways.indexOf(list[at] ?? '');
      at += 1;
      return Math.max(wanted, 0);
    });
  }
}
