import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { createStateFile, type Memory } from '../../../localstack/simulator/state-file';

const memory = fc.dictionary(
  fc.constantFrom('intents', 'keys'),
  fc
    .dictionary(fc.constantFrom('a', 'b', 'c'), fc.record({ amount: fc.nat(9) }))
    .map((of) => new Map(Object.entries(of))),
);

/** As a map compares, without kinds of which nothing is remembered. */
const plain = (of: Memory = {}) =>
  Object.fromEntries(
    Object.entries(of).flatMap(([kind, values]) => (values.size === 0 ? [] : [[kind, Object.fromEntries(values)]])),
  );

describe('State file of a simulator', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'state-file-'));
  let files = 0;
  const newFile = () => path.join(folder, `${++files}.jsonl`);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('remembers what was saved last, whatever was saved before', () => {
    fc.assert(
      fc.property(fc.array(memory, { minLength: 1, maxLength: 6 }), (memories) => {
        const file = newFile();
        const state = createStateFile(file);
        const kinds = { intents: new Map<string, unknown>(), keys: new Map<string, unknown>() };

        for (const of of memories) {
          state.save({ ...kinds, ...of });
        }

        expect(plain(createStateFile(file).load())).toEqual(plain(memories.at(-1)));
        expect(plain(createStateFile(file).load())).toEqual(plain(memories.at(-1)));
      }),
      { numRuns: 50 },
    );
  });

  it('forgets a line that its writer could not finish, and goes on after it', () => {
    const file = newFile();
    createStateFile(file).save({ intents: new Map([['a', 1]]) });
    appendFileSync(file, '[["intents","b",');

    const state = createStateFile(file);
    expect(plain(state.load())).toEqual({ intents: { a: 1 } });
    state.save({
      intents: new Map([
        ['a', 1],
        ['c', 3],
      ]),
    });

    expect(plain(createStateFile(file).load())).toEqual({ intents: { a: 1, c: 3 } });
  });

  it('writes what has changed, and nothing else', () => {
    const file = newFile();
    const state = createStateFile(file);
    const large = { text: 'x'.repeat(10_000) };
    state.save({ keys: new Map([['a', large]]) });
    const before = readFileSync(file).length;

    state.save({ keys: new Map([['a', large]]) });
    expect(readFileSync(file).length).toBe(before);
    state.save({
      keys: new Map<string, unknown>([
        ['a', large],
        ['b', 1],
      ]),
    });
    expect(readFileSync(file).length).toBeLessThan(before + 100);
  });

  it('is none without a path', () => {
    const state = createStateFile(undefined);
    state.save({ keys: new Map([['a', 1]]) });

    expect(state.load()).toBeUndefined();
  });
});
