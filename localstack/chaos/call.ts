/** Where a call of one part to another can be disturbed. */
export type Point = 'lambda' | 'aws' | 'postgres' | 'replica' | 'payment' | 'carrier';

export interface Call {
  readonly point: Point;
  /** The function, the operation of a service, or the kind of a statement. */
  readonly name: string;
  /** Whatever travels with it: a rule finds its order in there. */
  readonly text: string;
}

/** Every fault says what it is under the same name, so that all can be counted alike. */
export interface Fault {
  readonly kind: string;
}

/** Decides what happens to a call; nothing means that it is left alone. */
export type FaultSource<F extends Fault> = (call: Call) => F | undefined;
