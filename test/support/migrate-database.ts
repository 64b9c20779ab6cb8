import { migrate } from '../../lambdas/persistence/migrate';

/** A program: migrates the database of `MIGRATE_URL` and prints the names of what was applied, as JSON. */
async function main(): Promise<void> {
  const url = new URL(process.env['MIGRATE_URL'] ?? '');
  const applied = await migrate(
    {
      host: url.hostname,
      port: Number(url.port),
      database: url.pathname.slice(1),
      user: url.username,
      password: url.password,
    },
    ...(process.env['MIGRATE_DIRECTORY'] === undefined ? [] : [process.env['MIGRATE_DIRECTORY']]),
  );
  process.stdout.write(JSON.stringify(applied));
}

void main();
