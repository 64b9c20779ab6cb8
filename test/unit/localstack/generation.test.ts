import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Generation, openGeneration, readGeneration, saveGeneration } from '../../../localstack/generation';
import { DEFAULT_PORTS, type Ports } from '../../../localstack/ports';

const ports: Ports = DEFAULT_PORTS;

describe('Generation of the local cloud', () => {
  let stateDirectory: string;

  beforeEach(() => {
    stateDirectory = mkdtempSync(path.join(tmpdir(), 'generation-'));
  });

  afterEach(() => {
    rmSync(stateDirectory, { recursive: true, force: true });
  });

  const open = (change: { readonly ports?: Ports; readonly reset?: boolean } = {}) =>
    openGeneration({ stateDirectory, ports, reset: false, ...change });

  const endInOrder = (generation: Generation): void =>
    saveGeneration(stateDirectory, { ...generation, state: 'at rest', deployed: 'fingerprint' });

  const dataOf = (part: string): string => {
    const directory = path.join(stateDirectory, part);
    mkdirSync(directory, { recursive: true });
    writeFileSync(path.join(directory, 'data'), 'x');
    return directory;
  };

  it('goes on after an orderly stop, with all of its data', () => {
    const first = open().generation;
    const parts = ['emulator', 'ledgers', 'postgres'].map(dataOf);
    endInOrder(first);

    const { generation, startsAnew } = open();

    expect(startsAnew).toBeUndefined();
    expect(generation.id).toBe(first.id);
    expect(generation.databasePassword).toBe(first.databasePassword);
    expect(parts.every(existsSync)).toBe(true);
  });

  it('is in use as soon as it goes on, so that a crash from then on is seen', () => {
    endInOrder(open().generation);

    open();

    expect(readGeneration(stateDirectory)?.state).toBe('in use');
    expect(open().startsAnew).toContain('did not end in an orderly way');
  });

  it('begins anew after a crash, and no part of the old data stays', () => {
    const first = open().generation;
    const parts = ['emulator', 'ledgers', 'postgres', 'cdk'].map(dataOf);

    const { generation, startsAnew } = open();

    expect(startsAnew).toContain('did not end in an orderly way');
    expect(generation.id).not.toBe(first.id);
    expect(parts.some(existsSync)).toBe(false);
  });

  it.each([
    { change: { reset: true }, reason: 'you asked for a reset' },
    { change: { ports: { ...ports, postgres: 9 } }, reason: 'the ports have changed (postgres)' },
  ])('begins anew with $change, and says why', ({ change, reason }) => {
    endInOrder(open().generation);

    expect(open(change).startsAnew).toContain(reason);
  });

  it('begins anew when the last run ended before anything was deployed', () => {
    saveGeneration(stateDirectory, { ...open().generation, state: 'at rest' });

    expect(open().startsAnew).toBeDefined();
  });
});
