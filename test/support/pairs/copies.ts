import type { Client } from 'pg';
import type { Snapshot } from '../contracts/store-world';

/** SKUs, ids of the provider and of the carrier; and then ids of orders. */
const NAME = '(?:TEA|POT|CUP|MUG|(?:pi|re|shp)_[a-z0-9_]+)';
const NAMES = new RegExp(`"(${NAME})"`, 'g');
const COPIED_NAMES = new RegExp(`\\b(${NAME})-\\d+`, 'g');
const ORDER_IDS = /"[0-9a-f]{8}(-0000-4000-8000-\d{12})"/g;

/** The same value with the names that everything has in this copy. */
export const intoCopy = <Value>(value: Value, copy: number): Value =>
  throughText(value, (text) => text.replaceAll(NAMES, `"$1-${copy}"`).replaceAll(ORDER_IDS, `"${blockOf(copy)}$1"`));

/** The same value with the names that everything had in the original. */
export const outOfCopy = <Value>(value: Value): Value =>
  throughText(value, (text) => text.replaceAll(COPIED_NAMES, '$1').replaceAll(ORDER_IDS, `"${blockOf(0)}$1"`));

const throughText = <Value>(value: Value, change: (text: string) => string): Value => {
  const text = JSON.stringify(value);
  return text === undefined ? value : (JSON.parse(change(text)) as Value);
};

const blockOf = (copy: number): string => copy.toString(16).padStart(8, '0');
const copyOf = (name: string): number =>
  /^[0-9a-f]{8}-/.test(name) ? Number.parseInt(name.slice(0, 8), 16) : Number(name.split('-')[1]);

const ID = "(lpad(to_hex(copy), 8, '0') || substr(original.order_id::text, 9))::uuid";
const named = (column: string): string => `original.${column} || '-' || copy`;

/** What is different in a copy. In the order in which the tables refer to each other. */
const TABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  products: { sku: named('sku') },
  stock: { sku: named('sku') },
  orders: { order_id: ID },
  order_lines: { order_id: ID, sku: named('sku') },
  order_events: { order_id: ID, event_id: 'gen_random_uuid()' },
  reservations: { order_id: ID },
  reservation_lines: { order_id: ID, sku: named('sku') },
  payments: { order_id: ID, intent_id: named('intent_id'), refund_id: named('refund_id') },
  shipments: { order_id: ID, shipment_id: named('shipment_id') },
};

/** Sets what is in the tables aside, for copies to be made of it, and leaves them empty. */
export async function setAside(session: Client): Promise<void> {
  const tables = Object.keys(TABLES);
  await session.query(`
    DROP SCHEMA IF EXISTS aside CASCADE; CREATE SCHEMA aside;
    ${tables.map((table) => `CREATE TABLE aside.${table} AS SELECT * FROM public.${table};`).join('\n')}
    TRUNCATE ${tables.join(', ')}, outbox CASCADE`);
}

/** Makes copies with these numbers, both included. */
export async function makeCopies(session: Client, from: number, to: number): Promise<void> {
  for (const [table, changes] of Object.entries(TABLES)) {
    const changed = Object.entries(changes).map(([column, value]) => `'${column}', ${value}`);
    await session.query(`
      INSERT INTO public.${table}
      SELECT (jsonb_populate_record(original, jsonb_build_object(${changed.join(', ')}))).*
      FROM aside.${table} AS original, generate_series(${from}, ${to}) AS copy`);
  }
}

/** What each of the copies has of everything that is on record, under the names that it has there. */
export function snapshotsByCopy({ events, ...tables }: Snapshot): ReadonlyMap<number, Snapshot> {
  const snapshots = new Map<
    number,
    { [table in keyof typeof tables]: Record<string, unknown> } & { events: unknown[] }
  >();
  const of = (copy: number) => {
    const found = snapshots.get(copy) ?? {
      ...{ orders: {}, stock: {}, reservations: {}, payments: {}, shipments: {}, events: [] },
    };
    snapshots.set(copy, found);
    return found;
  };
  for (const table of Object.keys(tables) as (keyof typeof tables)[]) {
    for (const [name, row] of Object.entries(tables[table])) {
      of(copyOf(name))[table][name] = row;
    }
  }
  for (const event of events) {
    of(copyOf(event.orderId)).events.push(event);
  }
  return snapshots as unknown as ReadonlyMap<number, Snapshot>;
}
