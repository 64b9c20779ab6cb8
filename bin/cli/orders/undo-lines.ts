import type { StepEnd, UndoPlan, WentBack } from '../../../lambdas/operations/repair/undo-order';
import { fact, printable, WIDTH, wrap } from '../text';

const WIDTH_OF_NAMES = 18;

/** What is on record of the order, and what would be done. */
export function planLines({ order, steps, tried }: Extract<UndoPlan, { kind: 'possible' }>): readonly string[] {
  const { orderId, status, reason, unfinished, books } = order;
  const line = (name: string, value: string) => fact(name, printable(value), WIDTH_OF_NAMES);
  return [
    ...line('order', orderId),
    ...line('status', `${status}${reason === undefined ? '' : ` after ${reason}`}`),
    ...line('unfinished', unfinished.map(({ step, error }) => `${step} (${error})`).join(', ') || 'nothing on record'),
    ...line('parcel', books.shipment ?? 'none'),
    ...line('payment', books.payment ?? 'none'),
    ...line('stock', books.reservation ?? 'none'),
    ...(tried === undefined
      ? []
      : line('tried before', `${tried.at} by ${tried.by}, ${tried.outcome}: ${tried.reason ?? ''}`)),
    ...line('steps', steps.join(', ')),
  ];
}

const END = {
  undone: 'Everything is undone: the order has ended.',
  confirmed: 'The order is confirmed, and stands: nothing was undone.',
  'not-cancelled':
    'The carrier has not cancelled the parcel, which may have left: nothing else was undone, and the order stays in repair. ' +
    'Ask the carrier, and try again; or go on all the same with --even-if-not-cancelled.',
  unfinished: 'Not everything is undone: the order stays in repair, and may be undone again.',
} as const;

/** What became of each step, and of the order. */
export const undoneLines = ({ kind, steps }: WentBack): readonly string[] => [
  ...steps.flatMap((end) => fact(end.step, printable(wordsOf(end)), WIDTH_OF_NAMES)),
  ...wrap(END[kind], WIDTH),
];

function wordsOf(end: StepEnd): string {
  switch (end.outcome) {
    case 'done':
      return Object.values(end.answer).map(String).join(', ') || 'done';
    case 'failed':
      return `${end.error}: ${end.message}`;
    case 'not run':
      return 'not run';
  }
}
