import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { asyncApi, problemsOf } from './events/async-api';
import { contractProblems, releases, schemaFile } from './events/check-contract';
import { CONTRACT_VERSION, schemas } from './events/contract';
import {
  digestsOfFiles,
  digestsOnRecord,
  EVENTS_FOLDER,
  recordDigests,
  recordProblems,
  releaseFolder,
} from './events/released-files';
import { scriptCommand } from './script-command';

/*
 * What we tell others: the events as JSON Schema and as an AsyncAPI document, made of the schemas that the functions use.
 *
 *   npm run events                writes docs/events
 *   npm run events -- --check     fails when these files are stale, or AsyncAPI's parser finds a fault in them, or
 *                                 subscribers of a released version would not get on with today's events, or that
 *                                 version is not published any more as it was; docs/events says what else it demands
 *   npm run events -- --release   puts today's schemas on record as released
 */

const { check, release } = scriptCommand('events')
  .option('--check', 'write nothing, and exit with 1 when something is stale or wrong')
  .option('--release', 'put the schemas on record as released')
  .parse()
  .opts<{ check?: true; release?: true }>();

const asText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const files = (): ReadonlyMap<string, string> =>
  new Map([
    [path.join(EVENTS_FOLDER, 'asyncapi.json'), asText(asyncApi())],
    ...Object.entries(schemas()).map(([type, schema]) => [schemaFile(EVENTS_FOLDER, type), asText(schema)] as const),
  ]);

function staleFiles(): readonly string[] {
  const wanted = files();
  const stale = [...wanted].filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
  const extra = readdirSync(EVENTS_FOLDER)
    .map((name) => path.join(EVENTS_FOLDER, name))
    .filter((file) => file.endsWith('.json') && !wanted.has(file));
  return [...stale.map(([file]) => file), ...extra].map(
    (file) => `docs/events/${path.basename(file)} is stale: run npm run events`,
  );
}

function write(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of files()) {
    writeFileSync(path.join(folder, path.basename(file)), text);
  }
}

async function main(): Promise<void> {
  const problems = [
    ...contractProblems(CONTRACT_VERSION, schemas(), releases()),
    ...recordProblems(digestsOnRecord(), digestsOfFiles()),
    ...(await problemsOf(asyncApi())),
    ...(check ? staleFiles() : []),
  ];
  if (release && existsSync(releaseFolder(CONTRACT_VERSION))) {
    problems.push(`release ${CONTRACT_VERSION} is on record already`);
  }
  if (problems.length > 0) {
    console.error(problems.join('\n'));
    process.exitCode = 1;
    return;
  }
  if (!check) {
    write(EVENTS_FOLDER);
  }
  if (release) {
    write(releaseFolder(CONTRACT_VERSION));
    recordDigests();
  }
}

void main();
