import type { Dependency } from './point';

/** Faults that outlast a call: who is away, and which calls or functions never work. */
export class Weather {
  private readonly away = new Map<Dependency, number>();
  private readonly broken = new Map<string, 'before' | 'after'>();

  sendAway(dependency: Dependency, calls: number): void {
    this.away.set(dependency, calls);
  }

  /** True when what is called is away; the call counts as one that found it so. */
  findsAway(dependency: Dependency): boolean {
    const calls = this.away.get(dependency) ?? 0;
    if (calls > 0) {
      this.away.set(dependency, calls - 1);
    }
    return calls > 0;
  }

  /** `what` is an operation of a state or, by itself, a state. */
  break(what: string, when: 'before' | 'after'): void {
    this.broken.set(what, when);
  }

  brokenAt(what: string): 'before' | 'after' | undefined {
    return this.broken.size === 0 ? undefined : this.broken.get(what);
  }

  heal(): void {
    this.away.clear();
    this.broken.clear();
  }
}
