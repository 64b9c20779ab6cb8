import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A reader sees the old content or the new one, never half of it. For the owner's eyes only: it may hold passwords. */
export function writeAtomically(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  writeFileSync(part, content, { mode: 0o600 });
  renameSync(part, file);
}
