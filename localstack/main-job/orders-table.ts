import Table from 'cli-table3';
import pc from 'picocolors';
import { endedAsExpected, type FollowedOrder } from './follow-orders';

/** What happened to each order, and why. Fits 80 columns. */
export function ordersTable(followed: readonly FollowedOrder[]): string {
  const table = new Table({
    head: ['scenario', 'order', 'status', 'why', 'total', 'took'],
    colAligns: ['left', 'left', 'left', 'left', 'right', 'right'],
    style: { head: [], border: [], compact: true },
    chars: PLAIN,
  });
  for (const order of followed) {
    const { placed, answer, tookMs } = order;
    const status = answer.status === 'CONFIRMED' ? pc.green(answer.status) : pc.yellow(answer.status);
    table.push([
      placed.scenario,
      placed.orderId.slice(0, 8),
      endedAsExpected(order) ? status : pc.red(`${answer.status} ✗`),
      answer.reason?.code ?? '',
      answer.total === undefined ? '' : amount(answer.total),
      `${(tookMs / 1_000).toFixed(1)} s`,
    ]);
  }
  return table.toString();
}

export const amount = ({
  amountMinor,
  currency,
}: {
  readonly amountMinor: number;
  readonly currency: string;
}): string => `${(amountMinor / 100).toFixed(2)} ${currency.toUpperCase()}`;

/** A line under the head and two spaces between columns: easy to read, and to cut with other tools. */
export const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: ' ',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
} as const;
