import { Client } from 'pg';
import type { DatabaseAddress } from '../postgres/postgres';
import { CATALOGUE } from './catalogue';

const PRODUCTS = `
  INSERT INTO products (sku, name, price_minor, currency)
  SELECT sku, name, price_minor, currency
  FROM jsonb_to_recordset($1) AS entry(sku text, name text, price_minor bigint, currency text)
  ON CONFLICT (sku) DO UPDATE
    SET name = excluded.name, price_minor = excluded.price_minor, currency = excluded.currency`;

// Stock that is there has a history of its own: a second seed leaves it alone.
const STOCK = `
  INSERT INTO stock (sku, initial, available)
  SELECT sku, stock, stock
  FROM jsonb_to_recordset($1) AS entry(sku text, stock bigint)
  ON CONFLICT (sku) DO NOTHING`;

/** Puts the catalogue in place. Safe to repeat. */
export async function seedCatalogue(address: DatabaseAddress): Promise<void> {
  const entries = JSON.stringify(CATALOGUE.map(({ priceMinor, ...entry }) => ({ ...entry, price_minor: priceMinor })));
  const client = new Client(address);
  client.on('error', () => undefined); // when the start is interrupted; a statement that is running learns of it itself
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(PRODUCTS, [entries]);
    await client.query(STOCK, [entries]);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
