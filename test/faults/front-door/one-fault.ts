import { CrashPoint } from '../../support/crash-point';

export interface OneFault {
  /** Counts the calls of every function from 1. */
  readonly at: number;
  readonly kind: 'fails' | 'unheard' | 'dies-before' | 'dies-after';
}

/** One thing that goes wrong with one invocation: at one call of its ports, or at none. */
export interface FaultPoint {
  /** False when the process died: nobody hears what it would have answered. */
  readonly isHeard: boolean;
  readonly calls: number;
  around<Port extends object>(port: Port): Port;
}

export function faultPoint(fault?: OneFault): FaultPoint {
  switch (fault?.kind) {
    case undefined:
      return dying(new CrashPoint());
    case 'dies-before':
      return dying(new CrashPoint(fault.at, 'before'));
    case 'dies-after':
      return dying(new CrashPoint(fault.at, 'after'));
    case 'fails':
    case 'unheard':
      return failing(fault.at, fault.kind);
  }
}

const dying = (point: CrashPoint): FaultPoint => ({
  get isHeard() {
    return !point.hasCrashed;
  },
  get calls() {
    return point.calls;
  },
  around: (port) => point.around(port),
});

/** The call throws, before its effect or after it, and the process lives on. */
function failing(at: number, kind: 'fails' | 'unheard'): FaultPoint {
  let calls = 0;
  return {
    isHeard: true,
    get calls() {
      return calls;
    },
    around: (port) =>
      new Proxy(port, {
        get(target, property) {
          const value: unknown = Reflect.get(target, property, target);
          if (typeof value !== 'function') {
            return value;
          }
          return async (...args: readonly unknown[]) => {
            calls += 1;
            if (calls !== at) {
              return value.apply(target, args);
            }
            if (kind === 'unheard') {
              await value.apply(target, args);
            }
            throw new Error(`${String(property)} broke`);
          };
        },
      }),
  };
}
