import type { OperatorAction } from '../../../lambdas/ports/operator-actions';
import { fact, printable } from '../text';

const NAME_WIDTH = 10;

/** What somebody did with a letter or an order, and how it ended. */
export const actionLines = (action: OperatorAction): readonly string[] => {
  const { at, kind, by, outcome, orderId, reason } = action;
  return [
    `${at}  ${kind} by ${printable(by)}: ${outcome}`,
    ...('letterId' in action ? fact('  letter', `${action.letterId} of ${action.queue}`, NAME_WIDTH) : []),
    ...(orderId === undefined ? [] : fact('  order', orderId, NAME_WIDTH)),
    ...(reason === undefined ? [] : fact('  because', printable(reason), NAME_WIDTH)),
  ];
};
