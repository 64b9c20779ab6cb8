import { existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import path from 'node:path';

/** Of each of two files: when the newer one is full, the older one is forgotten. An order takes about 20 kB. */
const FILE_BYTES_MAX = 32 * 1024 * 1024;
const FLUSH_EVERY_MS = 20;

const newerFile = (directory: string): string => path.join(directory, 'segments.jsonl');
const olderFile = (directory: string): string => path.join(directory, 'segments.1.jsonl');

export interface SegmentLog {
  append(line: string): void;
  /** Everything that was appended is in the file afterwards. */
  close(): Promise<void>;
}

/** Lines in a file, of which the newest are kept. */
export function openSegmentLog(directory: string, maximumBytes = FILE_BYTES_MAX): SegmentLog {
  mkdirSync(directory, { recursive: true });
  const file = newerFile(directory);
  let bytes = existsSync(file) ? statSync(file).size : 0;
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  const flush = (): void => {
    timer = undefined;
    const text = waiting.join('');
    waiting = [];
    writing = writing
      .then(async () => {
        if (bytes + text.length > maximumBytes && bytes > 0) {
          renameSync(file, olderFile(directory));
          bytes = 0;
        }
        await appendFile(file, text);
        bytes += Buffer.byteLength(text);
      })
      .catch(() => {}); // a full disk costs traces, and no order
  };

  return {
    append(line) {
      waiting.push(`${line}\n`);
      timer ??= setTimeout(flush, FLUSH_EVERY_MS);
    },
    async close() {
      clearTimeout(timer);
      flush();
      await writing;
    },
  };
}

/** Lines that contain one of the texts, oldest first. */
export function findLines(directory: string, texts: readonly string[]): readonly string[] {
  return [olderFile(directory), newerFile(directory)]
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(0, -1)) // the last one may be half written
    .filter((line) => texts.some((text) => line.includes(text)));
}
