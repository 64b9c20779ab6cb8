import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import budgets from '../budgets.json';
import { startChaosCloud } from '../localstack/chaos/chaos-cloud';
import { LocalCloudError } from '../localstack/processes/local-cloud-error';
import { createProgress } from '../localstack/progress';
import { benchOrders, type OrderCosts } from './bench/bench-orders';
import { overOrderBudget } from './bench/budget';
import { benchReport, totalsOf } from './bench/report';
import { scriptCommand } from './script-command';
import { whole } from './whole-number';

/*
 * Counts what an order takes: states, invocations, AWS calls, statements, calls of outside services, bytes. Nothing is
 * timed, so the result does not depend on the machine.
 *
 *   npm run bench                      a table
 *   npm run -s bench -- --json         the same, with every operation by name
 *   npm run bench -- --check           fails when a count is over its budget (budgets.json), and says which
 */

const { orders, json, check } = scriptCommand('bench')
  .description('counts what an order of each kind takes, on a local cloud of its own')
  .option('--orders <n>', 'of each kind; the median is what counts', whole, 5)
  .option('--json', 'as JSON, with every operation by name')
  .option('--check', 'exit with 1 when a count is over its budget')
  .parse()
  .opts<{ orders: number; json?: true; check?: true }>();

const cut = new AbortController();

async function main(): Promise<number> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => cut.abort(new LocalCloudError('interrupted: everything is stopped')));
  }
  const costs = await onOwnCloud(cut.signal);
  console.log(json ? JSON.stringify(costs, null, 2) : benchReport(costs));
  if (!check) {
    return 0;
  }
  const totals = Object.fromEntries(Object.entries(costs).map(([kind, cost]) => [kind, totalsOf(cost)]));
  const grown = overOrderBudget(totals, budgets.orders);
  for (const line of grown) {
    console.error(line);
  }
  return grown.length > 0 ? 1 : 0;
}

async function onOwnCloud(signal: AbortSignal): Promise<Readonly<Record<string, OrderCosts>>> {
  const stateDirectory = mkdtempSync(path.join(tmpdir(), 'order-workflow-bench-'));
  const progress = createProgress();
  try {
    const chaos = await startChaosCloud({ stateDirectory, progress, signal });
    try {
      return await benchOrders({ chaos, ordersOfAKind: orders, progress, signal });
    } finally {
      await chaos.close('discard');
    }
  } finally {
    rmSync(stateDirectory, { recursive: true, force: true });
  }
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: Error) => {
    console.error(error instanceof LocalCloudError ? error.message : error);
    process.exitCode = cut.signal.aborted ? 130 : 2;
  },
);
