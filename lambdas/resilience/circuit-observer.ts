import type { CircuitState } from './circuit-state';

export interface CircuitChange {
  readonly dependency: string;
  readonly from: CircuitState['kind'];
  readonly to: CircuitState['kind'];
  /** Counts the openings of this circuit: with `from` and `to` it tells whether two reports are of one outage. */
  readonly epoch: number;
  readonly at: Date;
}

/** Who is told about circuits. A report is made by whoever wrote the change, once, and may be lost with its process. */
export interface CircuitObserver {
  changed(change: CircuitChange): void | Promise<void>;
  /** The store of circuits did not answer, so calls go through unguarded. */
  storeAway(dependency: string, error: unknown): void | Promise<void>;
}

/** Tells several observers. One that throws keeps nobody from hearing, and never disturbs a call. */
export function observedBy(...observers: readonly CircuitObserver[]): CircuitObserver {
  const tell = async (report: (observer: CircuitObserver) => void | Promise<void>): Promise<void> => {
    await Promise.allSettled(observers.map(async (observer) => report(observer)));
  };
  return {
    changed: (change) => tell((observer) => observer.changed(change)),
    storeAway: (dependency, error) => tell((observer) => observer.storeAway(dependency, error)),
  };
}
