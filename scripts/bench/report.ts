import { plainTable } from '../../bin/cli/plain-table';
import type { OrderCosts } from './bench-orders';
import { sumOf } from './median-tally';

type Costs = Readonly<Record<string, OrderCosts>>;

/** What is compared with `budgets.json`: one number for each thing that is paid or waited for. */
export interface OrderTotals {
  readonly statesEntered: number;
  readonly invocations: number;
  readonly awsCalls: number;
  readonly statements: number;
  readonly providerCalls: number;
  readonly carrierCalls: number;
  readonly inputBytes: number;
  readonly historyEvents: number;
}

export const totalsOf = ({ calls, statesEntered, inputBytes, historyEvents }: OrderCosts): OrderTotals => ({
  statesEntered,
  invocations: sumOf(calls.lambda),
  awsCalls: sumOf(calls.aws),
  statements: sumOf(calls.postgres) + sumOf(calls.replica),
  providerCalls: sumOf(calls.payment),
  carrierCalls: sumOf(calls.carrier),
  inputBytes,
  historyEvents,
});

const LABELS: Readonly<Record<keyof OrderTotals, string>> = {
  statesEntered: 'states entered',
  invocations: 'Lambda invocations',
  awsCalls: 'AWS calls of functions',
  statements: 'statements at Postgres',
  providerCalls: 'payment provider calls',
  carrierCalls: 'carrier calls',
  inputBytes: 'bytes of execution input',
  historyEvents: 'events of its history',
};

/** One order of each kind per column, then what the numbers of the first one consist of. */
export function benchReport(costs: Costs): string {
  const kinds = Object.keys(costs);
  const totals = Object.values(costs).map(totalsOf);
  const rows = Object.entries(LABELS).map(([key, label]) => ({
    cells: [label, ...totals.map((total) => String(total[key as keyof OrderTotals]))],
  }));
  const [kind, first] = Object.entries(costs)[0] ?? [];
  const details = Object.entries(first?.calls ?? {}).flatMap(([point, counts]) =>
    Object.entries(counts).map(([name, count]) => ({ cells: [point, name, String(count)] })),
  );
  return [
    plainTable(['one order', ...kinds], rows),
    `\nOf one order, ${kind}:\n`,
    plainTable(['at', 'call', 'times'], details),
  ].join('\n');
}
