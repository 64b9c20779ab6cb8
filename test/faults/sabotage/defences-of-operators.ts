import type { Defence } from './defence';
import {
  eventsLeaveWhatIsSettled,
  finishClosesWhatIsOwed,
  finishLeavesWhatIsSettled,
  undoAsksForTheSaga,
  undoLeavesWhatIsSettled,
  undoStopsAtTheParcel,
} from './operators';
import { confirmLeavesWhatIsSettled } from './order';
import { sweeperLeavesWhatIsSettled } from './sweeper';

export const DEFENCES_OF_OPERATORS: readonly Defence[] = [
  {
    defence: 'an operator undoes no order that a saga carries',
    off: undoAsksForTheSaga,
    shownBy: 'plain ConfirmOrder#1=redrive:5 ConfirmOrder#2.confirm=undone',
    violates: 'undone-while-carried',
    keeps:
      'The sale. The books bear it, for both undo and saga leave their tombstones: the order is undone, and nobody wanted that.',
  },
  {
    defence: 'an operator undoes no order that somebody has settled by hand meanwhile',
    off: undoLeavesWhatIsSettled,
    shownBy: 'plain ConfirmOrder#1=stop:6 Operator#1=undone UndoOrder#1.findOnRecord=resolved',
    violates: 'undone-though-settled',
    keeps: 'What was paid back outside, of which no books of ours know, from being paid back twice.',
  },
  {
    defence: 'the sweeper of held stock leaves alone what somebody has settled by hand',
    off: sweeperLeavesWhatIsSettled,
    shownBy: 'plain BookShipment#1=stop:2 Operator#1=resolved',
    violates: 'swept-though-settled',
    keeps: 'The decision of whoever settled it, and the goods, which may have gone another way.',
  },
  {
    defence: 'an event of the provider pays nothing back that somebody has settled by hand',
    off: eventsLeaveWhatIsSettled,
    shownBy: 'refused RefundPayment#1.refundIntent=broken Operator#1=resolved Operator#2=told',
    violates: 'refunded-though-settled',
    keeps: 'What was paid back outside, of which no books of ours know, from being paid back twice.',
  },
  {
    defence: 'an undo by hand gives nothing back for a parcel that is not cancelled',
    off: undoStopsAtTheParcel,
    shownBy: 'plain ConfirmOrder#1=stop:4 Operator#1=undone CancelShipment#1=throttled',
    violates: 'goods-and-money',
    keeps:
      "The goods. That the parcel is not cancelled is on the order's record, and by then it may be with the customer.",
  },
  {
    defence: 'no order is confirmed that somebody has settled by hand',
    off: confirmLeavesWhatIsSettled,
    shownBy: 'plain ConfirmOrder#1=broken Operator#1=resolved',
    violates: 'confirmed-though-settled',
    keeps: 'The money, which whoever settled it may have sent back in a way that no books of ours know.',
  },
  {
    defence: 'an operator is not offered to confirm what somebody has settled by hand',
    off: finishLeavesWhatIsSettled,
    shownBy: 'plain ConfirmOrder#1=broken Operator#1=resolved Operator#2=finished',
    violates: 'offered-though-settled',
    keeps: "An operator's time: the confirmation finds the mark and refuses, and the page alone says why.",
  },
  {
    defence: 'an order of which more than its confirmation is owed is closed before an operator finishes it',
    off: finishClosesWhatIsOwed,
    shownBy: 'plain ConfirmOrder#1=stop:3 Operator#1=paid-back Operator#2=finished',
    violates: 'confirmed-though-paid-back',
    keeps: 'The goods from being sent for money that an operator has given back, before the provider tells of it.',
  },
];
