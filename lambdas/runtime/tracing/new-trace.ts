import { randomBytes } from 'node:crypto';
import { formatTraceHeader } from '../../contracts/trace-header';

/** The header of a trace that begins now, for whoever is called without one. X-Ray finds a trace by the second in its id. */
export function newTraceHeader(now: Date): string {
  const seconds = Math.floor(now.getTime() / 1_000)
    .toString(16)
    .padStart(8, '0');
  return formatTraceHeader({ traceId: `1-${seconds}-${randomBytes(12).toString('hex')}`, sampled: true });
}
