import * as z from 'zod/mini';
import { decodeCursor, encodeCursor } from '../../lambdas/api/order-cursor';
import { OrderStatus } from '../../lambdas/domain/order';
import type { OrderCursor } from '../../lambdas/ports/order-reader';

/** What an operator may ask for. Everything that is not there is not asked about. */
export interface OrderSearch {
  /** An id, its beginning, or a customer's id. */
  readonly text?: string | undefined;
  readonly status?: OrderStatus | undefined;
  /** From the beginning of this day, or of a minute of it, to the end of that one, UTC: `2026-03-01`, `2026-03-01T14:05`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly after?: OrderCursor | undefined;
}

const LONGEST_TEXT = 200;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?$/));
const time = z.string().check(z.regex(/^\d{2}:\d{2}$/));
const status = z.enum(Object.values(OrderStatus) as [OrderStatus, ...OrderStatus[]]);
const text = z.string().check(z.trim(), z.minLength(1), z.maxLength(LONGEST_TEXT));

/** From an address that anybody may have written: what has no meaning counts as not asked. */
export function readSearch(query: Readonly<Record<string, unknown>>): OrderSearch {
  const parsed = <Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.infer<Schema> | undefined => {
    const result = schema.safeParse(value);
    return result.success ? result.data : undefined;
  };
  const after = typeof query['after'] === 'string' ? decodeCursor(query['after']) : undefined;
  /** A form has the time of day beside the day; an address has it in one. */
  const momentOf = (dayValue: unknown, timeValue: unknown): string | undefined => {
    const found = parsed(day, dayValue);
    const minute = parsed(time, timeValue);
    const moment = found?.length === DAY_LENGTH && minute !== undefined ? `${found}T${minute}` : found;
    return moment !== undefined && exists(moment) ? moment : undefined;
  };
  return {
    text: parsed(text, query['q']),
    status: parsed(status, query['status']),
    from: momentOf(query['from'], query['fromTime']),
    to: momentOf(query['to'], query['toTime']),
    after,
  };
}

const DAY_LENGTH = '2026-03-01'.length;
const isMinute = (moment: string): boolean => moment.length > DAY_LENGTH;

/** @returns NaN for a day or a minute that is none, as the 30th of February */
function startOf(moment: string): number {
  const start = new Date(isMinute(moment) ? `${moment}Z` : moment).getTime();
  return Number.isFinite(start) && new Date(start).toISOString().startsWith(moment) ? start : Number.NaN;
}

const exists = (moment: string): boolean => !Number.isNaN(startOf(moment));

/** The moment with which a search begins, and the one before which it ends. */
export function boundsOf({ from, to }: Pick<OrderSearch, 'from' | 'to'>): {
  readonly begin?: string;
  readonly end?: string;
} {
  return {
    ...(from !== undefined && { begin: new Date(startOf(from)).toISOString() }),
    ...(to !== undefined && { end: new Date(startOf(to) + (isMinute(to) ? MINUTE_MS : DAY_MS)).toISOString() }),
  };
}

export const isUnfiltered = ({ text: q, status: s, from, to, after }: OrderSearch): boolean =>
  [q, s, from, to, after].every((value) => value === undefined);

/** The address of a search, or of its next page. */
export function addressOf(search: OrderSearch, after?: OrderCursor): string {
  const query = new URLSearchParams();
  const parameters = { q: search.text, status: search.status, from: search.from, to: search.to };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) {
      query.set(name, value);
    }
  }
  if (after !== undefined) {
    query.set('after', encodeCursor(after));
  }
  return query.size === 0 ? '/orders' : `/orders?${query}`;
}

/** A shorter beginning of an id would be that of too many. */
export const LEAST_HEX = 6;

/** The ids that begin as the text does, as a range, when it can be the beginning of one. */
export function idRangeOf(searched: string): readonly [string, string] | undefined {
  const hex = searched.toLowerCase().replaceAll('-', '');
  if (!/^[0-9a-f-]+$/i.test(searched) || hex.length < LEAST_HEX || hex.length > 32) {
    return undefined;
  }
  const whole = (rest: string): string =>
    hex.padEnd(32, rest).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return [whole('0'), whole('f')];
}
