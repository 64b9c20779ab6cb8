import { isUndo } from '../../lambdas/domain/undo-steps';
import { readable } from './reason-text';
import type { Walk } from './saga-walk';

/** What each step does, for who has never heard its name. */
const DOING: Readonly<Record<string, string>> = {
  ReserveInventory: 'reserving the goods',
  ChargePayment: 'charging the customer',
  BookShipment: 'booking the parcel',
  ConfirmOrder: 'confirming the order',
};

/** The step because of which an order was called off, with what it said last. */
export function brokenIn(walk: Walk | undefined): string {
  const broken = walk?.visits.findLast(({ state, error }) => error !== undefined && !isUndo(state));
  if (broken?.error === undefined) {
    return 'a step broke for good';
  }
  const { state, attempts, error, message } = broken;
  const tries = attempts > 1 ? ` after ${attempts} tries` : '';
  return `${DOING[state] ?? readable(state)} broke for good${tries} (${message ?? failed(error)})`;
}

/** Where no failure of ours has words: what Step Functions says of a function that it gave up on. */
const failed = (error: string): string => (error === 'States.Timeout' ? 'no answer in time' : error);
