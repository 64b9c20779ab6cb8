import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadGrammar } from './migrations/statements';
import { whatIsUnsafe } from './migrations/what-is-unsafe';

const MIGRATIONS = path.join(__dirname, '../../lambdas/persistence/migrations');

const says = (line: string, sql: string): string => `-- ${line}: nothing has used it since version 2\n${sql}`;

describe('Migrations', () => {
  const files = readdirSync(MIGRATIONS).sort();

  beforeAll(loadGrammar);

  it('have names that put them in one order', () => {
    expect(files.filter((file) => !/^\d{4}_[a-z0-9-]+\.sql$/.test(file))).toEqual([]);
    expect(new Set(files.map((file) => file.slice(0, 4))).size).toBe(files.length);
  });

  it.each(files)('%s goes forward only, and old code can go on while it runs', (file) => {
    const sql = readFileSync(path.join(MIGRATIONS, file), 'utf8');

    expect(sql).not.toMatch(/^--\s*Down Migration/im);
    expect(whatIsUnsafe(sql)).toEqual([]);
  });

  it.each([
    'ALTER TABLE orders DROP COLUMN reason',
    'ALTER TABLE orders DROP reason',
    'ALTER TABLE orders ADD COLUMN channel text, DROP reason',
    'ALTER TABLE orders DROP CONSTRAINT priced_before_reserved',
    'ALTER TABLE orders ALTER COLUMN version DROP DEFAULT',
    'ALTER TABLE orders ALTER COLUMN version TYPE bigint',
    'ALTER TABLE orders ALTER version TYPE bigint',
    'ALTER TABLE orders RENAME COLUMN reason TO why',
    'ALTER TABLE orders RENAME reason TO why',
    'ALTER TABLE orders RENAME TO purchases',
    'DROP TABLE shipments',
    'DROP INDEX orders_of_customer',
    'DROP TRIGGER every_event_leaves ON order_events',
    'DROP FUNCTION put_into_outbox',
    'DROP VIEW recent',
    'DELETE FROM orders WHERE status = $$REJECTED$$',
    'TRUNCATE orders',
    'REVOKE UPDATE ON orders FROM order_workflow',
    'REVOKE readers FROM order_workflow',
  ])('take nothing away without saying why nothing uses it: %s', (sql) => {
    expect(whatIsUnsafe(sql)).not.toEqual([]);
    expect(whatIsUnsafe(says('old code', sql))).not.toEqual([]);
    expect(whatIsUnsafe(says('contract', sql))).toEqual([]);
  });

  it.each([
    'ALTER TABLE orders ALTER reason SET NOT NULL',
    'ALTER TABLE orders ALTER total_minor SET DEFAULT 0, ALTER COLUMN reason SET NOT NULL',
    'ALTER TABLE stock ALTER sku DROP NOT NULL',
    'ALTER TABLE orders ADD COLUMN channel text NOT NULL',
    'ALTER TABLE orders ADD channel text NOT NULL',
    "ALTER TABLE orders ADD a text NOT NULL DEFAULT 'web', ADD b text NOT NULL, ADD c text",
    'ALTER TABLE orders ADD COLUMN channel text CHECK (channel IS NOT NULL)',
    'ALTER TABLE orders ADD COLUMN channel text UNIQUE',
    'ALTER TABLE orders ADD COLUMN channel uuid DEFAULT gen_random_uuid()',
    'ALTER TABLE orders ADD COLUMN channel bigserial',
    'ALTER TABLE orders ADD COLUMN channel int GENERATED ALWAYS AS (version + 1) STORED',
    'ALTER TABLE orders ADD CONSTRAINT has_channel CHECK (reason IS NOT NULL)',
    'ALTER TABLE orders ADD CONSTRAINT has_channel CHECK (reason IS NOT NULL) NOT VALID',
    'ALTER TABLE order_lines ADD FOREIGN KEY (sku) REFERENCES products NOT VALID',
    'ALTER TABLE order_events ENABLE ROW LEVEL SECURITY',
    'ALTER TABLE order_events DISABLE TRIGGER every_event_leaves',
    'CREATE UNIQUE INDEX one_reason ON orders (reason)',
    'CREATE UNIQUE INDEX IF NOT EXISTS one_reason ON orders (reason)',
    "CREATE INDEX by_fact ON order_events (((facts ->> 'n')::int))",
    'CREATE INDEX with_fact ON order_events (order_id) WHERE (facts::text)::int > 0',
    'CREATE TRIGGER watch AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION watch()',
    'CREATE OR REPLACE FUNCTION put_into_outbox() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
    'CREATE TABLE notes (order_id uuid REFERENCES orders)',
    'CREATE TABLE notes (order_id uuid, FOREIGN KEY (order_id) REFERENCES orders)',
    'CREATE TABLE notes () INHERITS (orders)',
    "UPDATE orders SET reason = 'x'",
    "INSERT INTO products VALUES ('a', 'b', 1, 'EUR')",
    'WITH gone AS (DELETE FROM orders RETURNING *) INSERT INTO notes SELECT order_id FROM gone',
    'DO $$ BEGIN DROP TABLE orders; END $$',
    'SELECT do_something()',
    "ALTER ROLE order_workflow SET statement_timeout = '1ms'",
    'LOCK TABLE orders',
  ])('do nothing that only people can judge without saying why it is safe: %s', (sql) => {
    expect(whatIsUnsafe(sql)).not.toEqual([]);
    expect(whatIsUnsafe(says('contract', sql))).not.toEqual([]);
    expect(whatIsUnsafe(says('old code', sql))).toEqual([]);
  });

  it.each(['CREATE INDEX CONCURRENTLY late ON orders (updated_at)', 'COMMIT'])(
    'never do what cannot be done in one transaction, whatever is said: %s',
    (sql) => {
      expect(whatIsUnsafe(says('contract', says('old code', sql)))).not.toEqual([]);
    },
  );

  it.each([
    'ALTER TABLE orders ADD COLUMN channel text',
    "ALTER TABLE orders ADD COLUMN channel text NOT NULL DEFAULT 'web', ADD at timestamptz NOT NULL DEFAULT now()",
    "ALTER TABLE orders ADD COLUMN extra jsonb NOT NULL DEFAULT '{}'::jsonb",
    "ALTER TABLE orders ALTER COLUMN reason SET DEFAULT 'none'",
    'ALTER TABLE orders VALIDATE CONSTRAINT has_channel',
    'ALTER TABLE orders SET (autovacuum_vacuum_scale_factor = 0)',
    'CREATE INDEX late ON orders (updated_at)',
    'CREATE TABLE notes (id uuid NOT NULL UNIQUE); CREATE UNIQUE INDEX one ON notes (id); INSERT INTO notes VALUES (NULL)',
    'CREATE TABLE notes (id uuid); ALTER TABLE notes ALTER id SET NOT NULL',
    'CREATE FUNCTION add(a int) RETURNS int LANGUAGE sql AS $$ SELECT a; DROP TABLE orders; $$',
    'GRANT SELECT ON orders TO order_catalogue',
    "COMMENT ON TABLE orders IS 'DROP TABLE orders'",
  ])('are free to do what old code does not notice: %s', (sql) => {
    expect(whatIsUnsafe(sql)).toEqual([]);
  });

  it('do not take a table for new that may have been there', () => {
    const change = 'ALTER TABLE orders ADD CHECK (id IS NOT NULL)';

    expect(whatIsUnsafe(`CREATE TABLE orders (id uuid); ${change}`)).toEqual([]);
    expect(whatIsUnsafe(`CREATE TABLE IF NOT EXISTS orders (id uuid); ${change}`)).toHaveLength(1);
    expect(whatIsUnsafe(`CREATE TABLE other.orders (id uuid); ${change}`)).toHaveLength(1);
  });

  it('are not excused by what is said of another statement, or inside of one', () => {
    const drop = 'DROP TABLE shipments';

    expect(whatIsUnsafe(`${says('contract', drop)};\n${drop}`)).toHaveLength(1);
    expect(whatIsUnsafe(`${drop};\n${says('contract', '')}`)).toHaveLength(1);
    expect(whatIsUnsafe(`DROP TABLE\n-- contract: inside\nshipments`)).toHaveLength(1);
    expect(whatIsUnsafe(`-- contract:\n${drop}`)).toHaveLength(1);
    expect(whatIsUnsafe(`-- Über alles: schön\nCREATE TABLE notes (id uuid);\n${says('contract', drop)}`)).toEqual([]);
  });
});
