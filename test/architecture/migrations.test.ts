import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const MIGRATIONS = path.join(__dirname, '../../lambdas/persistence/migrations');

/** What functions of the version before may trip over. `docs/migrations.md` says how to do without. */
const UNSAFE: readonly { readonly what: string; readonly statement: RegExp }[] = [
  { what: 'drops what old code may use', statement: /\bDROP\s+(TABLE|COLUMN|VIEW|SCHEMA|SEQUENCE)\b/i },
  { what: 'renames what old code knows by its name', statement: /\bRENAME\b/i },
  { what: 'changes a type', statement: /\bALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE\b/i },
  { what: 'asks for a value that old code may not give', statement: /\bSET\s+NOT\s+NULL\b/i },
  {
    what: 'adds a column that old code does not fill',
    statement: /\bADD\s+(COLUMN\s+)?(?!CONSTRAINT\b)\S+\s(?!.*\bDEFAULT\b).*\bNOT\s+NULL\b/is,
  },
  { what: 'empties a table', statement: /\bTRUNCATE\b/i },
];

/** What is wrong with each statement of a migration, unless a line above it says why nothing uses the thing any more. */
function whatIsUnsafe(sql: string): readonly string[] {
  return sql.split(/;\s*$/m).flatMap((part) => {
    const statement = part.replace(/--.*$/gm, '');
    const isContract = /^--\s*contract:\s*\S/im.test(part);
    return isContract ? [] : UNSAFE.filter(({ statement: unsafe }) => unsafe.test(statement)).map(({ what }) => what);
  });
}

describe('Migrations', () => {
  const files = readdirSync(MIGRATIONS).sort();

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
    'ALTER TABLE orders DROP COLUMN reason;',
    'DROP TABLE shipments;',
    'ALTER TABLE orders RENAME COLUMN reason TO why;',
    'ALTER TABLE orders ALTER COLUMN version TYPE bigint;',
    'ALTER TABLE orders ALTER reason SET NOT NULL;\nALTER TABLE orders ALTER COLUMN reason SET NOT NULL;',
    'ALTER TABLE orders ADD COLUMN channel text NOT NULL;',
    'TRUNCATE orders;',
  ])('would be refused: %s', (sql) => {
    expect(whatIsUnsafe(sql)).not.toEqual([]);
    expect(whatIsUnsafe(sql.replace(/^/gm, '-- contract: nothing has read it since version 2\n'))).toEqual([]);
  });

  it.each([
    'ALTER TABLE orders ADD COLUMN channel text;',
    "ALTER TABLE orders ADD COLUMN channel text NOT NULL DEFAULT 'web';",
    'ALTER TABLE orders ADD CONSTRAINT has_channel CHECK (channel IS NOT NULL) NOT VALID;',
    'CREATE TABLE notes (id uuid NOT NULL);',
  ])('would be taken: %s', (sql) => {
    expect(whatIsUnsafe(sql)).toEqual([]);
  });
});
