import pc from 'picocolors';
import { summarizeBooks } from '../main-job/books-summary';
import type { ChaosCloud } from './chaos-cloud';
import type { ClientHistory } from './client-history';
import { mostAllowed, tightest } from './connections';
import type { ExperimentOptions, ExperimentResult } from './experiment';
import { disturbedShare } from './injection-log';

const counted = (things: readonly string[]): string =>
  [...Map.groupBy(things, (thing) => thing)]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([thing, { length }]) => `${length} ${thing}`)
    .join(', ') || 'none';

const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)}%`;

/** What was done to the system, and how it stood it. */
export function chaosReport({
  chaos,
  options,
  history,
  result,
  tookMs,
}: {
  readonly chaos: ChaosCloud;
  readonly options: ExperimentOptions;
  readonly history: ClientHistory;
  readonly result: ExperimentResult;
  readonly tookMs: number;
}): string {
  const { calls, injections } = chaos.log;
  const { share, calls: total } = disturbedShare(chaos.log);
  const points = [...calls()].map(([point, count]) => {
    const own = injections().filter((injection) => injection.point === point);
    return `  ${point.padEnd(9)} ${String(count).padStart(6)} calls, ${percent(own.length, count)} disturbed: ${counted(own.map(({ kind }) => kind))}`;
  });
  const { placed, incidents, hit, quiet, books, connections, violations } = result;
  const most = connections.toSorted((a, b) => b.open - a.open)[0];
  const closest = tightest(connections);
  const status = new Map(books.books.orders.map((order) => [order.orderId, order.status]));
  const client = (operation: string) => history.calls().filter((call) => call.operation === operation);

  return [
    '',
    `Seed ${options.seed}, ${options.orders} orders, rate ${options.rate}`,
    `Disturbed: ${injections().length} of ${total} calls (${(100 * share).toFixed(1)}%)`,
    ...points,
    `  incidents: ${incidents.map(({ name, lastsMs, hits }) => `${name}${lastsMs > 0 ? ` (${lastsMs} ms)` : ''}: ${hit[name] ?? 0} ${hits}`).join(', ')}`,
    `Connections: at most ${most?.open ?? 0} at once, of ${most?.environments ?? 0} execution environments; closest to their bound were ${closest?.open ?? 0} of ${closest === undefined ? 0 : mostAllowed(closest)}`,
    `Clients: place ${counted(client('place').map(({ outcome }) => outcome))}; read ${counted(client('read').map(({ outcome }) => outcome))}`,
    ...placed.givenUp.map((complaint) => `  given up: ${complaint}`),
    `Meant to be confirmed: ${counted(placed.placed.filter((order) => order.status === 'CONFIRMED').map(({ orderId }) => status.get(orderId) ?? 'not on record'))}`,
    `Meant to be rejected: ${counted(placed.placed.filter((order) => order.status === 'REJECTED').map(({ orderId }) => status.get(orderId) ?? 'not on record'))}`,
    ...(result.turnedBack.length === 0
      ? []
      : [`Failed for good: ${counted(result.turnedBack.map(({ step, errors }) => `${step} by ${errors.at(-1)}`))}`]),
    `Quiet ${(quiet.tookMs / 1_000).toFixed(1)} s after healing, ${quiet.redriven.length} dead letters redriven`,
    '',
    summarizeBooks(books).text,
    '',
    violations.length === 0
      ? pc.green(`PASSED in ${(tookMs / 1_000).toFixed(0)} s`)
      : pc.red(`FAILED in ${(tookMs / 1_000).toFixed(0)} s: ${violations.length} violations`),
    ...violations.map((violation) => `  ${violation}`),
  ].join('\n');
}
