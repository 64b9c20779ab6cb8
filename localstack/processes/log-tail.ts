import { existsSync, readFileSync } from 'node:fs';

const LINES = 25;

/** The end of a log and where to find all of it, for an error message. */
export function logTail(logFile: string): string {
  const lines = existsSync(logFile) ? readFileSync(logFile, 'utf8').trimEnd().split('\n') : [];
  return [...lines.slice(-LINES).map((line) => `    ${line}`), `  whole log: ${logFile}`].join('\n');
}
