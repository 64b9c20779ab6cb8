class Crash extends Error {
  override readonly name = 'Crash';
}

/**
 * A process that dies at its n-th call of any port, before the call has its effect or after it. Nothing that it does
 * after that has any effect, though its code may still run.
 */
export class CrashPoint {
  calls = 0;

  constructor(
    readonly at = Number.POSITIVE_INFINITY,
    readonly when: 'before' | 'after' = 'before',
  ) {}

  get hasCrashed(): boolean {
    return this.calls >= this.at;
  }

  around<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, property) => {
        const value: unknown = Reflect.get(target, property, target);
        return typeof value === 'function'
          ? (...values: readonly unknown[]) => this.#call(() => value.apply(target, values))
          : value;
      },
    });
  }

  async #call(effect: () => unknown): Promise<unknown> {
    if (this.hasCrashed) {
      throw new Crash('dead already');
    }
    this.calls += 1;
    if (this.hasCrashed && this.when === 'before') {
      throw new Crash('died before the effect');
    }
    const answer = await effect();
    if (this.hasCrashed) {
      throw new Crash('died after the effect');
    }
    return answer;
  }
}

/** Every point at which a process that makes so many calls may die. */
export const crashPointsOf = (calls: number): readonly CrashPoint[] =>
  Array.from({ length: calls }, (_, index) => [
    new CrashPoint(index + 1, 'before'),
    new CrashPoint(index + 1, 'after'),
  ]).flat();
