import Table from 'cli-table3';
import { PLAIN } from '../../localstack/main-job/orders-table';
import { shorten, WIDTH } from './text';

export interface TableRow {
  readonly cells: readonly string[];
  /** Lines of their own below the cells. */
  readonly below?: string | readonly string[];
}

/** Columns without lines. Ids are whole, so that they can be copied into the next command. */
export function plainTable(head: readonly string[], rows: readonly TableRow[]): string {
  const table = new Table({ head: [...head], style: { head: [], border: [], compact: true }, chars: PLAIN });
  for (const { cells, below } of rows) {
    table.push([...cells]);
    for (const line of below === undefined ? [] : [below].flat()) {
      table.push([{ colSpan: head.length, content: `  ${shorten(line, WIDTH - 6)}` }]);
    }
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
