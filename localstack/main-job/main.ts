import { Command } from 'commander';
import pc from 'picocolors';
import { addLocalCloudOptions, localCloudOptions } from '../options';
import { createProgress } from '../progress';
import { runLocalCloud, untilAborted } from '../run-local-cloud';
import type { LocalCloud } from '../running-cloud';
import { customerToken } from '../token-issuer/local-token';
import { welcome } from '../welcome';
import { watchAlarms } from './alarms-summary';
import { summarizeBooks } from './books-summary';
import { endedAsExpected } from './follow-orders';
import { createLiveLine } from './live-line';
import { ordersTable } from './orders-table';
import { placeAndFollow } from './place-and-follow';

const CUSTOMER = 'customer-1';

/** `npm start`: the local cloud, one order of each kind, the balance of the books, and what the alarms say. */
async function main(): Promise<void> {
  const command = addLocalCloudOptions(new Command('npm start --'))
    .description('starts the local cloud, places one order of each kind, and balances the books')
    .option('--once', 'stop when the books are balanced, instead of staying up until Ctrl-C')
    .parse();
  const { once = false } = command.opts<{ once?: true }>();

  process.exitCode = await runLocalCloud(
    { ...localCloudOptions(command), hasConsole: !once, progress: createProgress() },
    async (cloud, signal) => {
      const isSound = await runMainJob(cloud, signal);
      if (!once && !signal.aborted) {
        console.log(welcome(cloud.endpoints));
        await untilAborted(signal);
      }
      return isSound ? 0 : 1;
    },
  );
}

/** @returns whether every order ended as it should, the books agree, and the right alarm rings */
async function runMainJob({ endpoints, timings }: LocalCloud, signal: AbortSignal): Promise<boolean> {
  const { stateDirectory, tokenIssuer } = endpoints;
  const issuer = { stateDirectory, issuer: tokenIssuer.url, audience: tokenIssuer.audience };
  const live = createLiveLine(process.stdout);
  const began = new Date();
  let firstConfirmedAfterMs: number | undefined;

  console.log('\nPlacing one order of each kind, and following each to its end:\n');
  const { followed, notPlayed, books, news } = await placeAndFollow({
    endpoints,
    customerId: CUSTOMER,
    token: customerToken(issuer, CUSTOMER),
    operatorToken: customerToken(issuer, 'operator-1', { operator: true }),
    signal,
    onWaiting: live.say,
    onProgress: (orders) => {
      live.show(orders);
      if (firstConfirmedAfterMs === undefined && orders.some(({ answer }) => answer.status === 'CONFIRMED')) {
        firstConfirmedAfterMs = performance.now();
      }
    },
  });
  live.end();

  const summary = summarizeBooks(books, news);
  console.log(ordersTable(followed, news));
  console.log(`\nThe books:\n\n${summary.text}`);
  const alarms = await watchAlarms(endpoints, began);
  console.log(`\n${alarms.text}`);
  const surprises = [
    ...notPlayed,
    ...followed
      .filter((order) => !endedAsExpected(order))
      .map(({ placed, answer }) => `${placed.scenario}: expected ${placed.status}, got ${answer.status}`),
  ];
  for (const surprise of surprises) {
    console.log(pc.red(surprise));
  }
  if (surprises.length > 0) {
    console.log(`The logs of everything are in ${stateDirectory}/logs`);
  }
  if (firstConfirmedAfterMs !== undefined) {
    const waitedMs = firstConfirmedAfterMs - (timings['installing the emulator (once)'] ?? 0);
    console.log(`First confirmed order ${(waitedMs / 1_000).toFixed(1)} s after the start, with everything installed.`);
  }
  return surprises.length === 0 && summary.agree && alarms.areRight;
}

void main();
