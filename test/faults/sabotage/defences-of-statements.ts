import type { Defence } from './defence';
import { reservingIsFinished } from './inventory';
import { parkedIsOnRecordAtOnce, recordForgetsWhatIsUndone } from './order';

/** Of calls that change things by several statements: whoever dies between two of them leaves the rest to a retry. */
export const DEFENCES_OF_STATEMENTS: readonly Defence[] = [
  {
    defence: 'a reservation goes on where an earlier attempt stopped',
    off: reservingIsFinished,
    shownBy: 'plain ReserveInventory#1.reserve=halfway:1',
    violates: 'waiting',
    keeps: 'The sale: the order is written down before it is known whether there is stock for it.',
  },
  {
    defence: 'the statement that parks an order puts on record what it owes',
    off: parkedIsOnRecordAtOnce,
    shownBy:
      'plain BookShipment#1=stop:1 BookShipment#1.shippingAddressOf=away:3 FlagFailedExecution#1.markNeedsRepair=halfway:2',
    violates: 'charge',
  },
  {
    defence: 'what is undone comes off the record of an order in repair',
    off: recordForgetsWhatIsUndone,
    shownBy: 'plain BookShipment#1=stop:2',
    violates: 'done-and-on-record',
    keeps:
      "An operator's trust in the record: money that is back already would be sent once more by whoever goes by it.",
  },
];
