import { act } from '../../lambdas/operations/dead-letters/act';
import type { createRetryOrder, OrderInRepair, Retried } from '../../lambdas/operations/repair/retry-order';
import type { createUndoOrder, Undone, WentBack } from '../../lambdas/operations/repair/undo-order';
import type { Clock } from '../../lambdas/ports/clock';
import type { OperatorActions } from '../../lambdas/ports/operator-actions';
import type { OrderResolutions } from '../../lambdas/ports/order-resolutions';
import { ACT_LABELS } from '../acts/labels';
import { signatureOf } from '../sign-in/operator';
import type { Flash } from '../ui/flash';
import { advisedAct, isOnlyReturned, isOnlyUnconfirmed, isSettledUnconfirmed } from './advised-act';
import type { OrderAct } from './order-act';
import type { ReadOrder } from './read-order';
import { readable, readableIn } from './reason-text';

interface RepairDependencies {
  readonly actions: Pick<OperatorActions, 'record'>;
  readonly resolutions: Pick<OrderResolutions, 'record'>;
  readonly undo: ReturnType<typeof createUndoOrder>['undo'];
  readonly retry: ReturnType<typeof createRetryOrder>;
  readonly clock: Clock;
}

/** What can be done about an order in repair. Each is written down before it is done. */
export const createRepairActs = ({
  actions,
  resolutions,
  undo,
  retry,
  clock,
}: RepairDependencies): readonly OrderAct[] => [
  {
    id: 'undo',
    label: ACT_LABELS.undo,
    explains:
      'For an order that must not stand. Runs the undos of its saga: cancels the parcel, refunds the payment, gives the stock ' +
      'back and rejects the order. What is undone already is left as it is, and so is an order that turns out to be confirmed. ' +
      'It stops at a parcel that the carrier does not cancel: that may have left, and nothing else is given back then.',
    question: 'Why it must not stand',
    confirmation: (order) =>
      isOnlyReturned(order)
        ? 'The refund that the bank returned is not tried again.'
        : 'The customer gets the money back, and no goods.',
    permission: 'Give money and stock back even if the carrier does not cancel the parcel.',
    isOffered: ({ status, isResolved }) => status === 'NEEDS_REPAIR' && !isResolved,
    isAdvised: (order) => advisedAct(order) === 'undo',
    perform: async ({ order: { orderId }, reason, by, isPermitted }) =>
      undoneInWords(await undo({ orderId, reason, ...signatureOf(by), evenIfNotCancelled: isPermitted })),
  },
  {
    id: 'retry',
    label: ACT_LABELS.retry,
    explains:
      'Confirms the order if nothing but that is on record as unfinished and it is whole. Calls any other one off for good, ' +
      'and ends it if the books show that nothing is left to undo, for instance after a refund was made by hand. ' +
      'It moves neither money nor goods.',
    // The event of a refund may be late, or still to come: until it is here the books call for a confirmation.
    confirmation: (order) =>
      isOnlyUnconfirmed(order)
        ? 'Nobody has refunded it at the payment provider.'
        : 'The order is called off for good: it can not be confirmed any more.',
    isOffered: (order) => order.status === 'NEEDS_REPAIR' && !isSettledUnconfirmed(order),
    whyNot: (order) =>
      order.status === 'NEEDS_REPAIR' && isSettledUnconfirmed(order)
        ? 'somebody has settled it outside of our systems, so it is not confirmed any more; who, when and how is on this page'
        : undefined,
    isAdvised: (order) => advisedAct(order) === 'retry',
    async perform({ order, by }) {
      let retried: Retried | undefined;
      const { orderId } = order;
      const acted = await act({ actions, clock }, { kind: 'retry', orderId, ...signatureOf(by) }, async () => {
        retried = await retry(inRepair(order));
        if (retried.kind === 'unfinished') {
          throw new Error(`unfinished: ${retried.steps.join(', ')}`);
        }
      });
      return retried === undefined
        ? {
            kind: 'failed',
            text: `That did not work: ${acted.outcome === 'failed' ? readableIn(acted.why) : 'no answer'}`,
          }
        : outcomeOf(retried);
    },
  },
  {
    id: 'resolve',
    label: ACT_LABELS.resolve,
    explains:
      'Records that you have settled outside of this system what is unfinished, and how. The order leaves the list of ' +
      'repairs; its status and its books stay as they are, since they say what is true of our own systems.',
    question: 'How it was settled',
    isOffered: ({ status, isResolved }) => status === 'NEEDS_REPAIR' && !isResolved,
    isAdvised: (order) => advisedAct(order) === 'resolve',
    async perform({ order: { orderId }, seen, reason, by }) {
      let isAsSeen: boolean | undefined;
      const acted = await act(
        { actions, clock },
        { kind: 'resolve', orderId, ...signatureOf(by), reason },
        async () => {
          // Whoever has not seen what it owes by now has not settled that.
          isAsSeen = seen !== undefined && (await resolutions.record({ orderId, ...seen, reason, by: by.name }));
          if (!isAsSeen) {
            throw new Error('the order had changed since its page was opened');
          }
        },
      );
      if (acted.outcome === 'done') {
        return { kind: 'done', text: 'Marked as resolved.' };
      }
      return isAsSeen === false
        ? { kind: 'failed', text: 'The order has changed since you opened this page: look at it again.' }
        : { kind: 'failed', text: `That did not work: ${readableIn(acted.why)}` };
    },
  },
];

function undoneInWords(undone: Undone): Flash {
  switch (undone.kind) {
    case 'refused':
      return { kind: 'failed', text: `It was not undone: ${undone.why}.` };
    case 'undone':
      return { kind: 'done', text: 'Everything is undone: the order has ended.' };
    case 'confirmed':
      return { kind: 'failed', text: 'The order is confirmed, and stands: nothing was undone.' };
    case 'not-cancelled':
      return {
        kind: 'failed',
        text: `The carrier has not cancelled the parcel, which may have left, and nothing else was undone: ${failedOf(undone)}.`,
      };
    case 'unfinished':
      return {
        kind: 'failed',
        text: `Not everything could be undone: ${failedOf(undone) || 'the order did not end'}.`,
      };
  }
}

const failedOf = ({ steps }: WentBack): string =>
  steps
    .flatMap((end) =>
      end.outcome === 'failed' && end.step !== 'RejectOrder' ? [`${end.step} (${readable(end.error)})`] : [],
    )
    .join(', ');

function outcomeOf(retried: Retried) {
  switch (retried.kind) {
    case 'confirmed':
      return { kind: 'done', text: 'The order is confirmed.' } as const;
    case 'rejected':
      return { kind: 'done', text: 'Everything is undone: the order has ended.' } as const;
    case 'unfinished':
      return { kind: 'failed', text: `Still unfinished: ${retried.steps.join(', ')}.` } as const;
  }
}

const inRepair = ({
  orderId,
  customerId,
  lines,
  acceptedAt,
  reason,
  compensatingAt,
  unfinished,
}: ReadOrder): OrderInRepair => ({
  orderId,
  customerId,
  lines: (lines ?? []).map(({ sku, quantity }) => ({ sku, quantity })),
  acceptedAt: acceptedAt.toISOString(),
  reason: reason ?? 'ProcessingFailed',
  isBeingUndone: compensatingAt !== null,
  unfinished: unfinished ?? [],
});
