import type { Money } from '../../lambdas/domain/money';
import { type Child, type Html, html } from './html';

/** 17.80 EUR: the same wherever it is read, unlike what a locale makes of it. */
export function money({ amountMinor, currency }: Money): string {
  const digits = digitsOf(currency);
  return `${(amountMinor / 10 ** digits).toFixed(digits)} ${currency}`;
}

const knownDigits = new Map<string, number>();

/** Asked of `Intl` once: a page has an amount in every row, and asking takes longer than all the rest of a row. */
function digitsOf(currency: string): number {
  const known = knownDigits.get(currency);
  if (known !== undefined) {
    return known;
  }
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  knownDigits.set(currency, digits);
  return digits;
}

const DAY_END = '2026-03-01'.length;
const SECOND_END = '2026-03-01T12:00:00'.length;

/** A moment as the list needs it: the time of today, or the day with it. The whole of it is in the tooltip. */
export function moment(iso: string, now: Date = new Date()): Html {
  const at = new Date(iso).toISOString();
  const [day, time] = [at.slice(0, DAY_END), at.slice(DAY_END + 1, SECOND_END)];
  const text = day === now.toISOString().slice(0, DAY_END) ? time : `${day} ${time}`;
  return html`<time datetime="${at}" title="${at}">${text}</time>`;
}

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** 1 min 5 s: the two largest units. */
export function span(milliseconds: number): string {
  if (milliseconds < 1_000) {
    return `${Math.max(0, Math.round(milliseconds))} ms`;
  }
  let rest = milliseconds < 10_000 ? Math.round(milliseconds / 100) / 10 : Math.round(milliseconds / 1_000);
  if (rest < 10) {
    return `${rest} s`;
  }
  const parts: string[] = [];
  for (const [unit, seconds] of UNITS) {
    const count = Math.floor(rest / seconds);
    if (count > 0 || parts.length > 0) {
      parts.push(`${count} ${unit}`);
      rest -= count * seconds;
    }
  }
  return parts
    .slice(0, 2)
    .filter((part) => !part.startsWith('0 '))
    .join(' ');
}

export const ago = (iso: string, now: Date = new Date()): string => span(now.getTime() - Date.parse(iso));

/** The beginning of an id, which people use, with a link to the order and all of it in the tooltip. */
export const orderLink = (orderId: string, { whole = false }: { readonly whole?: boolean } = {}): Html =>
  html`<a class="id" href="/orders/${orderId}" title="${orderId}">${whole ? orderId : orderId.slice(0, 8)}</a>`;

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** What cannot be shown says so, and why. */
export const missing = (why: string): Html =>
  why === 'still asking'
    ? html`<p class="missing">One moment …</p>`
    : html`<p class="missing">Not available: ${why}</p>`;

export const numeral = (value: Child): Html => html`<span class="num">${value}</span>`;
