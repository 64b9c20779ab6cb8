import Table from 'cli-table3';
import pc from 'picocolors';
import { endedAsExpected, type FollowedOrder } from './follow-orders';
import type { News } from './news';

/** What happened to each order and why, and who was told of it: its customer by mail, a merchant by signed webhooks. */
export function ordersTable(followed: readonly FollowedOrder[], news: News): string {
  const table = new Table({
    head: ['scenario', 'order', 'status', 'why', 'total', 'took', 'mail', 'hooks'],
    colAligns: ['left', 'left', 'left', 'left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 1 },
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
      String(news.mails.filter(({ orderId }) => orderId === placed.orderId).length),
      String(news.webhooks.filter(({ orderId, isGenuine }) => isGenuine && orderId === placed.orderId).length),
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
