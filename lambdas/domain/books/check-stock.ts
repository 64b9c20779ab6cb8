import type { BookedOrder, Books, StockLevel } from './books';
import type { Violation } from './violation';

/** Steps that, left unfinished, may leave stock held: the release itself, or a confirmation that never came. */
const MAY_STILL_HOLD = new Set(['ReleaseInventory', 'ConfirmOrder']);

/** Every unit is available, held or sold; what is sold belongs to confirmed orders, what is held to orders not undone. */
export function checkStock({ stock, orders }: Books): readonly Violation[] {
  return stock.flatMap((level) => [...checkSum(level), ...checkOwners(level, orders)]);
}

function checkSum({ sku, initial, available, reserved, sold }: StockLevel): readonly Violation[] {
  const sum = available + reserved + sold;
  return sum === initial && Math.min(available, reserved, sold) >= 0
    ? []
    : [violation(sku, `${available} available + ${reserved} reserved + ${sold} sold do not make ${initial}`)];
}

function checkOwners({ sku, reserved, sold, held }: StockLevel, orders: readonly BookedOrder[]): readonly Violation[] {
  const soldByOrders = quantityOf(
    sku,
    orders.filter(({ status }) => status === 'CONFIRMED'),
  );
  const mayBeHeld = quantityOf(sku, orders.filter(mayStillHold));
  return [
    ...(sold === soldByOrders ? [] : [violation(sku, `${sold} sold, confirmed orders took ${soldByOrders}`)]),
    ...(held === undefined || held === reserved
      ? []
      : [violation(sku, `${reserved} reserved, reservations hold ${held}`)]),
    ...(reserved <= mayBeHeld
      ? []
      : [violation(sku, `${reserved} reserved, open orders explain at most ${mayBeHeld}`)]),
  ];
}

const mayStillHold = ({ status, unfinished }: BookedOrder): boolean =>
  status === 'NEEDS_REPAIR'
    ? unfinished.some((step) => MAY_STILL_HOLD.has(step))
    : status === 'RESERVED' || status === 'CHARGED' || status === 'SHIPPING';

const quantityOf = (sku: string, orders: readonly BookedOrder[]): number =>
  orders
    .flatMap(({ lines }) => lines)
    .filter((line) => line.sku === sku)
    .reduce((sum, { quantity }) => sum + quantity, 0);

const violation = (sku: string, detail: string): Violation => ({ invariant: 'stock', subject: sku, detail });
