import { randomInt } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import { Client } from 'pg';
import { type MigrationTarget, migrate } from '../lambdas/persistence/migrate';
import { connectThroughProxy } from '../lambdas/persistence/postgres/connect-through-proxy';
import { startOwnPostgres } from '../test/support/own-postgres';
import { runStorm } from '../test/support/storm/run-storm';
import { scriptCommand } from './script-command';
import { whole } from './whole-number';

/*
 * Carries orders through the deployed stores, over a Postgres of its own, while functions die, messages come twice and
 * in any order, and the bus is away for a tenth of the time; then holds what every subscriber has made of the events
 * against the audit trail.
 *
 *   npm run events:storm -- --orders 10000 --seed 7
 *
 * Exits with 1 when a subscriber missed a change, made one up, or applied two in the wrong order.
 */

const share = (text: string): number => {
  const value = Number(text);
  if (!(value >= 0 && value < 1)) {
    throw new InvalidArgumentError('expected a share from 0 to below 1, e.g. 0.05');
  }
  return value;
};

const options = scriptCommand('events:storm')
  .option('--orders <n>', 'how many', whole, 10_000)
  .option('--crashes <share>', 'of all calls of steps and consumers', share, 0.05)
  .option('--duplicates <share>', 'of all messages', share, 0.05)
  .option('--seed <n>', 'the same seed makes the same decisions (default: random)', whole)
  .option('--functions <n>', 'how many work at the same time', whole, 6)
  .parse()
  .opts<{ orders: number; crashes: number; duplicates: number; seed?: number; functions: number }>();

async function main(): Promise<void> {
  const startedAt = performance.now();
  const postgres = await startOwnPostgres();
  try {
    const { host, port, user, password, database } = postgres.primary;
    await migrate({ host, port, user, password, database });
    const { wrong, ...counts } = await storm({ host, port, user, password, database });
    const took = { seconds: seconds(startedAt) };
    console.log(JSON.stringify({ orders: options.orders, ...counts, wrong: wrong.slice(0, 20), ...took }));
    process.exitCode = wrong.length === 0 ? 0 : 1;
  } finally {
    await postgres.stop();
  }
}

async function storm(server: MigrationTarget) {
  const { host, port, user, password, database } = server;
  const seed = options.seed ?? randomInt(1, 2 ** 31);
  const functions = Array.from({ length: options.functions }, () =>
    connectThroughProxy({
      DATABASE_HOST: host,
      DATABASE_PORT: port,
      DATABASE_NAME: database,
      DATABASE_USER: user,
      DATABASE_AUTH: 'password',
      DATABASE_PASSWORD: password,
    }),
  );
  const session = new Client({ host, port, user, password, database });
  await session.connect();
  try {
    const result = await runStorm(session, functions, {
      ...options,
      seed,
      onProgress: (done) => {
        if (done % 1_000 === 0) {
          console.error(`${done} orders`);
        }
      },
    });
    return { seed, ...result };
  } finally {
    await Promise.all([session.end(), ...functions.map((one) => one.close())]);
  }
}

const seconds = (since: number): number => Math.round((performance.now() - since) / 1_000);

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 2;
});
