import { setTimeout as sleep } from 'node:timers/promises';
import { createWorkers } from '../../../../localstack/chaos/workers';

/** An hour from now: nobody who has ended by then has lived since. */
const later = (): number => performance.now() + 3_600_000;
const worker = (pid: number) => ({ function: 'charge-payment', pid, parent: 1 });

describe('Execution environments during an experiment', () => {
  it('count while they live, however long nobody has looked', () => {
    const workers = createWorkers({ isAlive: () => true });
    workers.saw(worker(11));
    workers.saw(worker(12));

    expect(workers.aliveSince(later())).toBe(2);
  });

  it('count as having lived until somebody found them gone: only then it is sure', async () => {
    const alive = new Set([11, 12]);
    const workers = createWorkers({ isAlive: (pid) => alive.has(pid) });
    workers.saw(worker(11));
    workers.saw(worker(12));
    const before = performance.now();
    alive.delete(11);
    await sleep(5); // in which nobody looked

    expect(workers.aliveSince(before)).toBe(2);
    expect(workers.aliveSince(later())).toBe(1);
    expect(workers.aliveSince(before)).toBe(2);
  });

  it('count once when another one is given the number of one that is gone', () => {
    const alive = new Set<number>();
    const workers = createWorkers({ isAlive: (pid) => alive.has(pid) });
    const before = performance.now();
    workers.saw(worker(11));
    expect(workers.aliveSince(before)).toBe(1);
    alive.add(11);
    workers.saw(worker(11));

    expect(workers.aliveSince(before)).toBe(1);
  });
});
