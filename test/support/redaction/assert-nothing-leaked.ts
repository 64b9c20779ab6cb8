import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { samplesInLine } from '../../../localstack/alarms/emf';
import type { Endpoints } from '../../../localstack/endpoints';
import { unsoundDimensions } from '../observability/unsound-dimensions';
import { CONFIDENTIAL_FILE } from './confidential';
import { findLeaks } from './find-leaks';
import { readWritten } from './read-written';

const MOST_SHOWN = 20;

/**
 * Looks at all that a whole run of tests has left in logs, execution histories and traces, for all that its tests have
 * sent and nobody may read there; and at what metrics are split by.
 *
 * @throws with the places, when there are any; and when there was nothing to look at, since that proves nothing
 */
export async function assertNothingLeaked(endpoints: Endpoints): Promise<void> {
  const file = path.join(endpoints.stateDirectory, CONFIDENTIAL_FILE);
  if (!existsSync(file)) {
    return; // no test of this run has placed an order
  }
  const confidential = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as string);
  const began = performance.now();
  const written = await readWritten(endpoints);
  for (const kind of ['log', 'history', 'trace']) {
    if (!written.some(({ where }) => where.startsWith(kind))) {
      throw new Error(`orders were placed, and no ${kind} was found to look for what must not be in it`);
    }
  }
  const unsound = unsoundDimensions(written.flatMap(({ text }) => samplesInLine(text)).map(({ metric }) => metric));
  if (unsound.length > 0) {
    throw new Error(`metrics are split by what they must not be split by:\n  ${unsound.join('\n  ')}`);
  }
  const leaks = findLeaks(written, confidential);
  if (leaks.length > 0) {
    const shown = leaks
      .slice(0, MOST_SHOWN)
      .map(({ where, found, context }) => `  ${where}: '${found}' in …${context}…`);
    throw new Error(`${leaks.length} times something confidential was written down:\n${shown.join('\n')}`);
  }
  const sent = new Set(confidential).size;
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  process.stderr.write(
    `\nNothing of ${sent} confidential values in ${written.length} lines of logs, histories and traces (${seconds} s).\n`,
  );
}
