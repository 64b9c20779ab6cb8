import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '../..');
const PROGRAM = join(__dirname, 'migrate-database.ts');

/**
 * Migrates a database in a process of its own: the migration runner is ESM only, which jest's module system cannot
 * load. Answers the names of what was applied.
 *
 * @param directory another folder of migrations than the project's
 */
export async function migrateDatabase(address: URL, directory?: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', PROGRAM], {
    cwd: ROOT,
    env: {
      ...process.env,
      MIGRATE_URL: address.href,
      ...(directory === undefined ? {} : { MIGRATE_DIRECTORY: directory }),
    },
  });
  return JSON.parse(stdout) as readonly string[];
}
