import type { Signals } from '../../../lambdas/ports/signals';

export class InMemorySignals implements Signals {
  readonly counted: { readonly name: string; readonly value: number; readonly facts: object }[] = [];

  count(name: string, value: number, facts: Readonly<Record<string, string | number>> = {}): void {
    this.counted.push({ name, value, facts });
  }

  total(name: string): number {
    return this.counted.filter((signal) => signal.name === name).reduce((sum, { value }) => sum + value, 0);
  }
}
