import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { writeAtomically } from '../write-atomically';

/** All that a simulated API remembers: values by kind and id. A value is replaced and never changed, so that it shows. */
export type Memory = Readonly<Record<string, ReadonlyMap<string, unknown>>>;

/** Without a value it is forgotten. */
type Change = readonly [kind: string, id: string, value?: unknown];

/**
 * A simulator's memory between two runs, or two lives. Without a path it has none.
 *
 * Each line holds changes that belong together, so that somebody who is killed while writing leaves all of them or none.
 * What is written outlives the process, which is what ends here; the machine may not, and then everything begins anew.
 */
export function createStateFile(path: string | undefined) {
  let saved: Memory = {};

  return {
    /** Undefined when there is nothing to remember. */
    load(): Memory | undefined {
      if (path === undefined || !existsSync(path)) {
        return undefined;
      }
      // What follows the last line end was being written when its writer was killed: nobody was told of it.
      const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
      saved = replay(lines.flatMap((line) => JSON.parse(line) as Change[]));
      writeAtomically(path, lineOf(changesBetween({}, saved)));
      return saved;
    },
    /** Returns when it is written. */
    save(memory: Memory): void {
      if (path === undefined) {
        return;
      }
      const changes = changesBetween(saved, memory);
      if (changes.length > 0) {
        appendFileSync(path, lineOf(changes), { mode: 0o600 });
        saved = Object.fromEntries(Object.entries(memory).map(([kind, values]) => [kind, new Map(values)]));
      }
    },
  };
}

const lineOf = (changes: readonly Change[]): string => `${JSON.stringify(changes)}\n`;

function replay(changes: readonly Change[]): Memory {
  const memory: Record<string, Map<string, unknown>> = {};
  for (const [kind, id, ...value] of changes) {
    memory[kind] ??= new Map();
    if (value.length === 0) {
      memory[kind].delete(id);
    } else {
      memory[kind].set(id, value[0]);
    }
  }
  return memory;
}

function changesBetween(before: Memory, after: Memory): readonly Change[] {
  return Object.entries(after).flatMap(([kind, values]) => {
    const known = before[kind] ?? new Map<string, unknown>();
    return [
      ...[...known.keys()].filter((id) => !values.has(id)).map((id): Change => [kind, id]),
      ...[...values].filter(([id, value]) => known.get(id) !== value).map(([id, value]): Change => [kind, id, value]),
    ];
  });
}
