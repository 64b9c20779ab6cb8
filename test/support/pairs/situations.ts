import { HAPPY_WAY, METHODS, type StoreCall } from '../contracts/store-call';
import type { PairOfCalls } from './pair';

type Method = StoreCall['method'];

/** What has happened when two calls are made at once. */
export interface Situation {
  readonly name: string;
  readonly before: readonly StoreCall[];
  readonly pairs: readonly PairOfCalls[];
}

const NAMES = Object.keys(METHODS) as Method[];
const ONE = 1;
/** Wants the same SKUs as the first, which has the only pot of the catalogue. */
const OTHER = 2;
/** Wants so much tea that what is left is enough for one more. */
const THIRSTY = 3;

const along = (steps: number, ...more: readonly Method[]): readonly Method[] => [...HAPPY_WAY.slice(0, steps), ...more];
const of = (n: number, methods: readonly Method[]): StoreCall[] => methods.map((method) => ({ method, n }));

/** Every two calls about one order, where the first comes first by name only: each way of both is run. */
const onOneOrder = NAMES.flatMap((first, at) =>
  NAMES.slice(at).map(
    (second): PairOfCalls => [
      { method: first, n: ONE },
      { method: second, n: ONE },
    ],
  ),
);

/** Of two orders they alone change the same rows, those of their stock. */
const ABOUT_STOCK: readonly Method[] = ['reserve', 'release', 'confirm', 'reject'];

const onTwoOrders = (one: number, other: number): readonly PairOfCalls[] =>
  ABOUT_STOCK.flatMap((first) =>
    ABOUT_STOCK.map(
      (second): PairOfCalls => [
        { method: first, n: one },
        { method: second, n: other },
      ],
    ),
  );

const about = (name: string, methods: readonly Method[]): Situation => ({
  name: `an order that is ${name}`,
  before: of(ONE, methods),
  pairs: onOneOrder,
});

/** For every build. */
export const SITUATIONS: readonly Situation[] = [
  about('not there yet', []),
  about('reserved', along(1)),
  about('on record with its intent', along(3)),
  about('charged', along(4)),
  about('being refunded', along(4, 'beginRefund')),
  about('refunded', along(4, 'beginRefund', 'recordRefunded', 'release', 'reject')),
  about('about to be booked', along(5)),
  about('shipping', along(6)),
  about('parked in its undo', along(4, 'beginRefund', 'parkWithSteps')),
  { name: 'two orders that want the only pot', before: [], pairs: onTwoOrders(ONE, OTHER) },
  { name: 'an order for a pot that another has', before: of(ONE, along(1)), pairs: onTwoOrders(ONE, OTHER) },
  { name: 'an order for a pot that is being sold', before: of(ONE, along(6)), pairs: onTwoOrders(ONE, OTHER) },
  { name: 'two orders for the last tea', before: of(OTHER, along(1)), pairs: onTwoOrders(0, THIRSTY) },
];

/** For whoever has the time: they have shown nothing that the others do not. */
export const MORE_SITUATIONS: readonly Situation[] = [
  about('released before it was there', ['release']),
  about('released', along(1, 'release')),
  about('rejected', along(1, 'release', 'reject')),
  about('about to be charged', along(2)),
  about('being voided', along(2, 'beginRefund')),
  about('declined', along(3, 'recordIntentDeclined')),
  about('rejected with an intent', along(3, 'beginRefund', 'recordVoided', 'release', 'reject')),
  about('parked with its charge', along(4, 'park')),
  about('being refused', along(5, 'beginRefusal')),
  about('refused', along(5, 'beginRefusal', 'recordRefused')),
  about('being cancelled', along(6, 'beginCancelShipment')),
  about('parked and whole', along(6, 'park')),
  about('confirmed', along(7)),
];
