import type { Call, Fault, FaultSource } from './call';

export interface Injection {
  readonly at: string;
  readonly point: Call['point'];
  readonly name: string;
  readonly kind: string;
}

/** Counts calls, and writes down which of them were disturbed and how. */
export function createInjectionLog({
  onInjection = () => {},
  onCall = () => {},
}: {
  readonly onInjection?: (injection: Injection) => void;
  /** Told of each call before anything happens to it, disturbed or not. */
  readonly onCall?: (call: Call) => void;
} = {}) {
  const calls = new Map<string, number>();
  const injections: Injection[] = [];

  return {
    /** @returns the same source, whose decisions are written down from now on */
    watch:
      <F extends Fault>(source: FaultSource<F>): FaultSource<F> =>
      (call) => {
        calls.set(call.point, (calls.get(call.point) ?? 0) + 1);
        onCall(call);
        const fault = source(call);
        if (fault !== undefined) {
          const { point, name } = call;
          const injection = { at: new Date().toISOString(), point, name, kind: fault.kind };
          injections.push(injection);
          onInjection(injection);
        }
        return fault;
      },
    calls: (): ReadonlyMap<string, number> => calls,
    injections: (): readonly Injection[] => injections,
  };
}
export type InjectionLog = ReturnType<typeof createInjectionLog>;

/** Over all points. */
export function disturbedShare({ calls, injections }: InjectionLog): {
  readonly share: number;
  readonly calls: number;
} {
  const total = [...calls().values()].reduce((sum, count) => sum + count, 0);
  return { share: injections().length / Math.max(1, total), calls: total };
}
