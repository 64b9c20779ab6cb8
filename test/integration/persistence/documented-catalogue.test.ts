import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { useTestDatabase } from '../../support/postgres';

const page = readFileSync(join(__dirname, '../../../docs/catalogue.md'), 'utf8');
/** Roles belong to the whole server, which other tests use too: here this one has a name of its own. */
const role = `catalogue_${randomUUID().replaceAll('-', '')}`;
const password = randomUUID();

/** What the page sends with the secret of that name, in its order; the text of the file is what it prints into it. */
const documented = (secret: string): readonly string[] =>
  [...page.matchAll(/^(?:printf "(?<printed>[^"]+)" .*\n)?sql "\$(?<as>\w+)" "(?<sent>[^"]+)"$/gm)]
    .filter(({ groups }) => groups?.['as'] === secret)
    .map(({ groups }) => groups?.['printed'] ?? String(groups?.['sent']))
    .map((sql) => sql.replaceAll('order_catalogue', role).replaceAll('%s', password));

// Out here, so that it is still there when the role is dropped.
const testDatabase = useTestDatabase();

describe('The SQL of docs/catalogue.md', () => {
  let owner: Client;
  let clerk: Client;

  beforeAll(async () => {
    owner = await testDatabase.session();
    for (const sql of documented('OWNER')) {
      await owner.query(sql);
    }
    const address = new URL(testDatabase.url);
    clerk = new Client({ connectionString: Object.assign(address, { username: role, password }).href });
    await clerk.connect();
  });
  afterAll(async () => {
    await clerk?.end();
    await owner.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  });

  it('loads a product, its stock and more of it, and changes nothing when it is sent again', async () => {
    const statements = documented('CATALOGUE');
    expect(statements).toHaveLength(3);

    for (const sql of [...statements, ...statements]) {
      await clerk.query(sql);
    }

    const { rows } = await clerk.query(
      'SELECT sku, price_minor, initial, available FROM products JOIN stock USING (sku)',
    );
    expect(rows).toEqual([{ sku: 'TEA-ASSAM-250', price_minor: '890', initial: '150', available: '150' }]);
  });

  it.each([
    'UPDATE stock SET sold = sold + 1, available = available - 1',
    'UPDATE stock SET reserved = 0',
    'DELETE FROM products',
    'SELECT FROM orders',
    'SELECT FROM order_events',
    "UPDATE payments SET state = 'REFUNDED'",
    'INSERT INTO schema_migrations (name, run_on) VALUES (1, now())',
    'CREATE TABLE mine (id int)',
  ])('lets the user of the catalogue not do %s', async (sql) => {
    await expect(clerk.query(sql)).rejects.toMatchObject({ code: '42501' }); // insufficient privilege
  });
});
