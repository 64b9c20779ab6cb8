import { noBookingOnceCalledOff } from './called-off';
import type { Defence } from './defence';
import {
  bookingIsOnRecordFirst,
  carrierTombstone,
  refusalsAreFinished,
  refusalsAreOfOneRequest,
  shipmentTombstone,
} from './shipment';

export const DEFENCES_OF_THE_SHIPMENT: readonly Defence[] = [
  {
    defence: 'the tombstone of the shipment',
    off: shipmentTombstone,
    shownBy: 'plain BookShipment#1.book=broken-after',
    violates: 'needless-repair',
    keeps:
      "An operator's time: the rejection finds the shipment still open, and parks the order. Without both, a parcel goes out (below).",
  },
  {
    defence: 'the tombstone at the carrier',
    off: carrierTombstone,
    shownBy: 'plain BookShipment#1.book=crash-late:2 BookShipment#2=broken',
    violates: 'shipment',
  },
  {
    defence: 'a refusal of the carrier says nothing of what it was asked before',
    off: refusalsAreOfOneRequest,
    shownBy: 'plain BookShipment#1.book=unheard BookShipment#2.book=refuses',
    violates: 'shipment',
  },
  {
    defence: 'the shipment is on record before the carrier is asked',
    off: bookingIsOnRecordFirst,
    shownBy: 'plain BookShipment#1.book=broken-after',
    violates: 'shipment',
  },
  {
    defence: 'a refusal that was begun is not believed before it is finished at the carrier',
    off: refusalsAreFinished,
    shownBy: 'plain BookShipment#1.book=unheard BookShipment#2.book=refuses BookShipment#2.cancel=crash',
    violates: 'shipment',
  },
  {
    defence: 'no booking is begun of an order that was called off',
    off: noBookingOnceCalledOff,
    shownBy: 'plain BookShipment#1=expire:4 FlagFailedExecution#1=broken',
    violates: 'goods-twice',
    keeps: 'The goods: the sweeper has looked for a parcel and put them back into stock.',
  },
];
