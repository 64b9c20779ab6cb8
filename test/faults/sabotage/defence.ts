import type { Sabotage } from './sabotage';

/** A defence, what takes its place when it is off, and the smallest schedule that shows the difference. */
export interface Defence {
  readonly defence: string;
  readonly off: Sabotage;
  /** Harmless with every defence in place; without this one, something is violated. */
  readonly shownBy: string;
  /** What is violated then. */
  readonly violates: string;
  /** Of those whose loss no schedule shows in the books of money, stock and parcels: what else would be lost. */
  readonly keeps?: string;
}
