import Table from 'cli-table3';
import pc from 'picocolors';
import { checkBooks } from '../../lambdas/domain/books/check-books';
import type { Violation } from '../../lambdas/domain/books/violation';
import type { LocalBooks } from '../books/read-books';
import type { News } from './news';
import { amount, PLAIN } from './orders-table';

export interface BooksSummary {
  readonly agree: boolean;
  readonly text: string;
}

/**
 * The balance of the books: ours against what the provider and the carrier wrote down, and against what customers and a
 * merchant were told, if that was looked at.
 */
export function summarizeBooks({ books, deadLetters }: LocalBooks, news?: News): BooksSummary {
  const violations = checkBooks(books);
  const wrong = [...(news?.wrong ?? []), ...(news?.late ?? [])];
  const agree = violations.length + wrong.length === 0;
  const table = new Table({ style: { head: [], border: [], compact: true }, chars: PLAIN });
  table.push(
    ['orders', statusCounts(books.orders.map(({ status }) => status))],
    ['stock', stockLine(books.stock)],
    ['provider', moneyLine(books.payments)],
    ['carrier', statusCounts(books.shipments.map(({ state }) => state))],
    ...(news === undefined
      ? []
      : [
          ['mails', mailsLine(news)],
          ['webhooks', webhooksLine(news)],
        ]),
    ['executions', statusCounts(books.executions.map(({ status }) => status))],
    [
      'dead letters',
      deadLetters.length === 0 ? 'none' : reasons(deadLetters.map(({ reason }) => reason ?? 'no reason given')),
    ],
  );
  const verdict = agree ? pc.green('The books agree.') : disagreement(violations, wrong);
  return { agree, text: `${table.toString()}\n\n${verdict}` };
}

const stockLine = (stock: LocalBooks['books']['stock']): string => {
  const sum = (of: (level: (typeof stock)[number]) => number) => stock.reduce((total, level) => total + of(level), 0);
  return `${sum((l) => l.initial)} units = ${sum((l) => l.available)} available + ${sum((l) => l.reserved)} reserved + ${sum((l) => l.sold)} sold`;
};

const moneyLine = (payments: LocalBooks['books']['payments']): string => {
  const currencies = [...new Set(payments.map(({ currency }) => currency))];
  const line = (currency: string) => {
    const own = payments.filter((entry) => entry.currency === currency);
    const captured = own.reduce((total, { capturedMinor }) => total + capturedMinor, 0);
    const refunded = own.reduce((total, { refundedMinor }) => total + refundedMinor, 0);
    const of = (amountMinor: number) => amount({ amountMinor, currency });
    return `${of(captured)} captured - ${of(refunded)} refunded = ${of(captured - refunded)}`;
  };
  return currencies.length === 0 ? 'nothing captured' : currencies.map(line).join(', ');
};

const statusCounts = (statuses: readonly string[]): string =>
  [...Map.groupBy(statuses, (status) => status)]
    .map(([status, all]) => `${all.length} ${status.toLowerCase()}`)
    .join(', ') || 'none';

const reasons = (all: readonly string[]): string =>
  `${all.length} (${[...Map.groupBy(all, (reason) => reason)].map(([reason, { length }]) => `${length} × ${reason}`).join(', ')})`;

const mailsLine = ({ mails }: News): string =>
  mails.length === 0
    ? 'none'
    : `${mails.length} sent (${statusCounts(mails.map(({ kind }) => kind.replace('order-', '')))})`;

const webhooksLine = ({ webhooks }: News): string => {
  const genuine = webhooks.filter((one) => one.isGenuine);
  return `${genuine.length} received, with good signatures, about ${new Set(genuine.map(({ orderId }) => orderId)).size} orders`;
};

const disagreement = (violations: readonly Violation[], wrong: readonly string[]): string =>
  [
    pc.red(`The books do not agree: ${violations.length + wrong.length} violations.`),
    ...wrong.map((sentence) => `  ${sentence}`),
    ...violations.map(({ invariant, subject, detail }) => `  ${invariant}: ${subject}: ${detail}`),
  ].join('\n');
