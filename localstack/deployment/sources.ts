import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { LocalStage } from '../../lib/stage';
import { REPOSITORY } from '../repository';

/** Everything that decides what is deployed. */
const SOURCES = [
  'bin/order-workflow.ts',
  'lib',
  'lambdas',
  'localstack/lambda-bootstrap',
  'cdk.json',
  'tsconfig.json',
  'package-lock.json',
];

/** Equal for equal deployments: a local cloud that goes on is synthesized and deployed again only if this has changed. */
export function sourcesFingerprint(stage: LocalStage): string {
  const hash = createHash('sha256').update(JSON.stringify(stage));
  for (const file of SOURCES.flatMap(filesAt).sort()) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(REPOSITORY, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesAt(source: string): readonly string[] {
  const absolute = path.join(REPOSITORY, source);
  if (!existsSync(absolute)) {
    return [];
  }
  if (statSync(absolute).isFile()) {
    return [source];
  }
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(REPOSITORY, path.join(entry.parentPath, entry.name)));
}
