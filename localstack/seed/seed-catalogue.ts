import type { DatabaseAddress } from '../postgres/postgres';
import { withSession } from '../postgres/with-session';
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
  await withSession(address, async (session) => {
    await session.query('BEGIN');
    await session.query(PRODUCTS, [entries]);
    await session.query(STOCK, [entries]);
    await session.query('COMMIT');
  });
}
