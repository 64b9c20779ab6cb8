import { lastFailedUndo } from '../../lambdas/operations/repair/last-failed-undo';
import { moment } from '../ui/format';
import { type Child, html } from '../ui/html';
import { isReturned, isSettledUnconfirmed } from './advised-act';
import type { Dossier } from './dossier';
import type { Books, ReadOrder } from './read-order';
import { readableIn } from './reason-text';
import { unfinishedSteps } from './unfinished-steps';

interface Advice {
  /** What it means for the customer and for us. */
  readonly means: string;
  readonly todo: readonly string[];
}

/** What is left to do for each step that could not be finished, in the order of its urgency: money first. */
const ADVICE: Readonly<Record<string, (books: Books) => Advice>> = {
  RefundPayment: ({ payment }) => ({
    means: 'The customer has paid, or may have, for an order that will not come.',
    todo: isReturned(payment)
      ? [
          `The bank has returned a refund, and it is not tried again. Open ${payment?.intentId ?? 'the payment'} at the payment provider: what stands there as refunded, ours (${payment?.refundId}) or a part by hand, is not owed.`,
          'Ask the customer where the rest may go, and pay it there.',
          'Mark the order as resolved with what you did. If you refund once more at the payment provider instead, its event brings our books in line: check the books and finish then.',
        ]
      : [
          'Undo this order: that refunds what was taken, once, whatever was tried before.',
          `If that fails for good: open ${payment?.intentId ?? 'the payment of this order'} at the payment provider, send the money back in another way, and mark the order as resolved with what you did.`,
        ],
  }),
  CancelShipment: ({ shipment }) => ({
    means: 'A parcel may be sent that nobody pays for.',
    todo: [
      'Undo this order: that cancels the parcel with the carrier. While the carrier has not, money and stock are not given back.',
      `If the carrier will not, ask about ${shipment?.shipmentId ?? 'a shipment with this order as its reference'}. If it has left already, decide what to do about the goods: mark the order as resolved with that, or, if the customer is to have the money back all the same, undo it and tick that too.`,
    ],
  }),
  ReleaseInventory: () => ({
    means: 'Goods are held that nobody will buy; others may be refused for it.',
    todo: [
      'Undo this order: that gives them back.',
      'If it fails, look at the failure of the step in the log: the database refused what always works.',
    ],
  }),
  ConfirmOrder: () => ({
    means: 'Everything is done, and the order may only not be on record as confirmed. Nothing was undone.',
    todo: [
      'Make sure that nobody has refunded it at the payment provider, then check the books and finish: the order becomes confirmed if it is whole.',
      'Undo it only if it must not stand: its customer may have been promised the goods.',
    ],
  }),
};

/** Of an order that may still be whole, but that somebody has begun to undo: it is for them to go on. */
const UNCONFIRMED_YET_UNDONE: Advice = {
  means: 'An undo was tried, and nothing of it is on record: the order may still be whole.',
  todo: ['Undo it again. To check the books and finish confirms it no more, but calls it off for good.'],
};

/** Of one that is whole by our books, which know nothing of what a person has done outside. */
const SETTLED_UNCONFIRMED: Advice = {
  means:
    'Everything is done as our books have it. But somebody has settled it outside, and it is not confirmed any more.',
  todo: [
    'Nothing. If that mark was a mistake, the command line undoes the order: orders undo, with --even-if-resolved.',
  ],
};

const UNKNOWN_STEP: Advice = {
  means: 'This step did not end.',
  todo: ['Look at its failure in the timeline, and undo this order, or settle it by hand.'],
};

/** What an order in repair needs, step by step. */
export function whatToDo({ order, actions }: Pick<Dossier, 'order' | 'actions'>): Child {
  if (order?.status !== 'NEEDS_REPAIR') {
    return undefined;
  }
  const unfinished = unfinishedSteps(order).toSorted((a, b) => urgency(a.step) - urgency(b.step));
  const tried = actions.known ? lastFailedUndo(actions.value) : undefined;
  return html`<section class="card repair" aria-labelledby="todo-title"><h2 id="todo-title">What is unfinished, and what to do</h2>
${tried && html`<p class="note">${tried.by} tried to undo it at ${moment(tried.at)}, and that ${tried.outcome === 'begun' ? 'has not ended yet, or was cut off' : 'did not finish'}: “${readableIn(tried.reason ?? '')}”</p>`}
${unfinished.length === 0 && html`<p>No step is on record as unfinished, and the books owe nothing. Undo this order: what is undone already is left as it is, and it ends as rejected.</p>`}
${unfinished.map(({ step, error }) => {
  const { means, todo } = adviceOn(step, order);
  return html`<h3>${step} <span class="fine">${error}</span></h3><p>${means}</p><ol>${todo.map((item) => html`<li>${item}</li>`)}</ol>`;
})}
</section>`;
}

function adviceOn(step: string, order: ReadOrder): Advice {
  if (step !== 'ConfirmOrder') {
    return ADVICE[step]?.(order) ?? UNKNOWN_STEP;
  }
  return isSettledUnconfirmed(order)
    ? SETTLED_UNCONFIRMED
    : (order.unfinished ?? []).length > 1
      ? UNCONFIRMED_YET_UNDONE
      : (ADVICE[step]?.(order) ?? UNKNOWN_STEP);
}

const ORDER = Object.keys(ADVICE);
const urgency = (step: string): number => (ORDER.includes(step) ? ORDER.indexOf(step) : ORDER.length);
