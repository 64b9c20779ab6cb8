import type { Person } from '../sign-in/operator';
import type { OrderAct } from './order-act';

/** Who looks at an order, when, and what there is to be done with one. */
export interface OrderView {
  readonly acts: readonly OrderAct[];
  readonly person: Person;
  readonly csrf: string;
  readonly now: Date;
}
