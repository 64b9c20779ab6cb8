import { setTimeout as sleep } from 'node:timers/promises';
import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { addressesIn } from '../../bin/cli/operated-queues';
import { emulatorClient } from '../aws';
import { type LocalBooks, readBooks } from '../books/read-books';
import type { Endpoints } from '../endpoints';
import { LocalCloudError } from '../processes/local-cloud-error';
import type { Progress } from '../progress';
import type { ChaosCloud } from './chaos-cloud';
import type { ClientHistory } from './client-history';
import { type ConnectionSample, judgeConnections } from './connections';
import { type Incident, type IncidentCounts, planIncidents } from './incidents';
import { awsMenu, LATEST_ARRIVAL_MS, lambdaMenuOf, outsideMenu, postgresMenuOf } from './menus';
import { type PlacedOrders, placeOrders } from './place-orders';
import { chance, createRandomFaults } from './random-faults';
import { readTurnedBack, type TurnedBack, tooManyTurnedBack, undoneForWaiting } from './turned-back';
import { type Quiet, untilQuiet } from './until-quiet';
import { judge } from './verdict';
import type { ConnectionWatch } from './watch-connections';

export interface ExperimentOptions {
  readonly orders: number;
  readonly seed: number;
  /** Share of the calls that are disturbed, beside the incidents: 0 to 1. */
  readonly rate: number;
}

export interface ExperimentResult {
  readonly placed: PlacedOrders;
  readonly incidents: readonly Incident[];
  readonly hit: IncidentCounts;
  readonly quiet: Quiet;
  readonly books: LocalBooks;
  /** Orders that nothing spoke against but faults, and where each of them failed. */
  readonly turnedBack: readonly TurnedBack[];
  /** Of the functions to Postgres, again and again. */
  readonly connections: readonly ConnectionSample[];
  /** What is wrong, one line each; empty: nothing. */
  readonly violations: readonly string[];
}

/** Of messages whose consumer died. Deployed it is minutes, which are not scaled: shorter means more double deliveries. */
const VISIBILITY_SECONDS = 10;

const LATEST_EVENT_MS = 3_000;

/**
 * A mail that failed during the last fault is tried again for two minutes and a half, which are scaled already; when it
 * then becomes a dead letter and is given back, it may have all of that again. Sweeps come in between, once a minute.
 */
const QUIET_WITHIN_MS = 480_000;

/** Phase one: orders under faults. Phase two: everything is healed, and what is not right then is a violation. */
export async function runExperiment({
  chaos,
  options,
  history,
  watch,
  progress,
  signal,
}: {
  readonly chaos: ChaosCloud;
  readonly options: ExperimentOptions;
  readonly history: ClientHistory;
  readonly watch: ConnectionWatch;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}): Promise<ExperimentResult> {
  const { orders, seed, rate } = options;
  const { endpoints } = chaos.cloud;
  await shortenVisibility(endpoints);

  const incidents = planIncidents(seed);
  disturb(chaos, seed, rate);
  await tellOfPayments(endpoints, {
    copies: 1 + Math.floor(3 * chance(seed, 'copies of events')),
    delayMs: Math.round(LATEST_EVENT_MS * chance(seed, 'delay of events')),
  });
  const happening = createIncidentRunner(chaos, incidents, progress);
  const placed = await progress.phase(`${orders} orders under faults`, () =>
    placeOrders({ chaos, orders, seed, history, reach: happening.reach, signal }),
  );
  const hit = await happening.over();

  await chaos.heal();
  await tellOfPayments(endpoints, { copies: 1, delayMs: 0 });
  await sleep(LATEST_ARRIVAL_MS); // what was held up on its way is faulty traffic still
  const unclear = placed.client.unsettled();
  await progress.phase('requests without an answer, again', async () => {
    for (const { key, request } of unclear) {
      await placed.client.place(request, key);
    }
  });
  const quietFrom = performance.now();
  const quiet = await progress.phase('until all is quiet', () => untilQuiet(endpoints, QUIET_WITHIN_MS, signal));
  const connections = await watch.stop();

  const books = await readBooks(endpoints, { isHealed: true, withStates: true });
  const { good, undone } = goodOrders(placed, books);
  const turnedBack = await readTurnedBack(endpoints, undone);
  const violations = [
    ...judge({
      books: books.books,
      history: history.calls(),
      placed: placed.placed,
      unclear,
      customerId: placed.customerId,
    }),
    ...undoneForWaiting(turnedBack),
    ...tooManyTurnedBack({ good: good.length, confirmed: good.length - undone.length, rate }),
    ...placed.complaints.map((complaint) => `answer: ${complaint}`),
    ...lostPoison(books, placed.poison),
    ...judgeConnections(connections, { quietFrom }),
    ...(quiet.isQuiet ? [] : [`liveness: not quiet after ${Math.round(quiet.tookMs / 1_000)} s`, ...quiet.left]),
    ...placed.client.unsettled().map(({ key }) => `liveness: the request ${key} has no answer after all was healed`),
  ];
  return { placed, incidents, hit, quiet, books, turnedBack, connections, violations };
}

/** Orders that were meant to be confirmed, and those of them that are not. */
function goodOrders({ placed }: PlacedOrders, { books }: LocalBooks) {
  const status = new Map(books.orders.map((order) => [order.orderId, order.status]));
  const meant = placed.filter((order) => order.status === 'CONFIRMED').map(({ orderId }) => orderId);
  const good = [...new Set(meant)];
  return { good, undone: good.filter((orderId) => status.get(orderId) !== 'CONFIRMED') };
}

/** What can never succeed is kept until somebody has looked at it. */
function lostPoison({ deadLetters }: LocalBooks, sent: number): readonly string[] {
  const kept = deadLetters.filter(({ isPoison }) => isPoison).length;
  return kept >= sent ? [] : [`dead letters: ${sent} poison messages were sent, ${kept} are kept`];
}

/**
 * How often and how late the payment provider tells us what has happened there.
 *
 * @throws LocalCloudError when it does not take that: its events would come once, at once and in order, and prove nothing
 */
async function tellOfPayments(
  { paymentProvider }: Endpoints,
  settings: { readonly copies: number; readonly delayMs: number },
): Promise<void> {
  const { ok, status } = await fetch(`${paymentProvider.url}/_simulator/webhooks`, {
    method: 'POST',
    body: JSON.stringify(settings),
  });
  if (!ok) {
    throw new LocalCloudError(`the payment provider did not take how it is to send its events: ${status}`);
  }
}

function disturb(chaos: ChaosCloud, seed: number, rate: number): void {
  chaos.lambda.random = createRandomFaults({ seed, rate, menuOf: lambdaMenuOf });
  chaos.aws.random = createRandomFaults({ seed, rate, menuOf: () => awsMenu });
  chaos.payment.random = createRandomFaults({ seed, rate, menuOf: () => outsideMenu });
  chaos.carrier.random = createRandomFaults({ seed, rate, menuOf: () => outsideMenu });
  chaos.postgres.random = createRandomFaults({ seed, rate, menuOf: postgresMenuOf });
  chaos.replica.random = createRandomFaults({ seed, rate, menuOf: postgresMenuOf });
}

/** One incident at a time, each as soon as enough orders have been placed. */
function createIncidentRunner(chaos: ChaosCloud, incidents: readonly Incident[], progress: Progress) {
  const waiting = [...incidents];
  const hit: Record<string, number> = {};
  let last: Promise<void> = Promise.resolve();
  let begun = last;
  return {
    /** Resolves when the last of those that are due has begun: orders that are placed before that may pass it by. */
    reach(share: number): Promise<void> {
      while (waiting[0] !== undefined && waiting[0].at <= share) {
        const { name, lastsMs, run } = waiting[0];
        waiting.shift();
        begun = last;
        last = last.then(async () => {
          progress.say(`    ${name}${lastsMs > 0 ? `, for ${lastsMs} ms` : ''}`);
          hit[name] = (hit[name] ?? 0) + (await run(chaos));
        });
        // Heard of at the end, unless the experiment is broken off before: then the parts of the cloud are going down.
        last.catch(() => undefined);
      }
      return begun;
    },
    async over(): Promise<IncidentCounts> {
      await last;
      return hit;
    },
  };
}

async function shortenVisibility(endpoints: Endpoints): Promise<void> {
  const sqs = new SQSClient(emulatorClient(endpoints.emulator));
  for (const { source: QueueUrl } of addressesIn(endpoints)) {
    await sqs.send(
      new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: String(VISIBILITY_SECONDS) } }),
    );
  }
}
