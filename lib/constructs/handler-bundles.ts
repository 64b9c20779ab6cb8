import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { BuildOptions, Metafile, OutputFile } from 'esbuild';
import { BUNDLE_OPTIONS } from './bundle-options';

export const HANDLERS_ROOT = path.join(__dirname, '../../lambdas');

const HANDLER_ENDING = '.handler.ts';

/** One function's code: what its package must contain. */
export interface HandlerBundle {
  /** Path below `lambdas` without ending, e.g. `saga/payment/charge-payment`. */
  readonly name: string;
  readonly code: OutputFile;
  readonly sourceMap: OutputFile;
  /** What went into the code, and how many bytes of it. */
  readonly contents: Metafile['outputs'][string];
}

/** The AWS clients are bundled although the runtime carries a copy: its version changes without notice. */
const OPTIONS = {
  ...BUNDLE_OPTIONS,
  // `pg` asks for these only when told to use libpq, or when it has no password.
  external: ['pg-native', '*/native', 'pgpass'],
  alias: { semver: path.join(__dirname, 'semver-stand-in.ts') },
  metafile: true,
  write: false,
} as const satisfies BuildOptions;

let bundles: ReadonlyMap<string, HandlerBundle> | undefined;

/**
 * Bundles every handler, once per process: one run of esbuild over all of them parses what they share only once,
 * which is several times faster than a run for each.
 *
 * @throws when a handler does not compile
 */
export function bundleHandlers(): ReadonlyMap<string, HandlerBundle> {
  bundles ??= buildAll();
  return bundles;
}

function buildAll(): ReadonlyMap<string, HandlerBundle> {
  // Loaded only when code is wanted: a synthesis that skips bundling does not pay for it.
  const { buildSync } = require('esbuild') as typeof import('esbuild');
  const outdir = path.join(HANDLERS_ROOT, '../.bundles');
  const { outputFiles, metafile } = buildSync({
    ...OPTIONS,
    absWorkingDir: path.dirname(HANDLERS_ROOT),
    entryPoints: handlerNames().map((name) => path.join(HANDLERS_ROOT, `${name}${HANDLER_ENDING}`)),
    outbase: HANDLERS_ROOT,
    outdir,
  });

  const fileAt = (file: string): OutputFile => {
    const found = outputFiles.find((output) => output.path === path.join(outdir, file));
    if (found === undefined) {
      throw new Error(`esbuild wrote no '${file}'`);
    }
    return found;
  };
  const contentsOf = (name: string): Metafile['outputs'][string] => {
    const contents = metafile.outputs[`.bundles/${name}.handler.js`];
    if (contents === undefined) {
      throw new Error(`esbuild described no '${name}'`);
    }
    return contents;
  };

  return new Map(
    handlerNames().map((name) => [
      name,
      {
        name,
        code: fileAt(`${name}.handler.js`),
        sourceMap: fileAt(`${name}.handler.js.map`),
        contents: contentsOf(name),
      },
    ]),
  );
}

const handlerNames = (): readonly string[] =>
  readdirSync(HANDLERS_ROOT, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(HANDLER_ENDING))
    .map((file) => file.slice(0, -HANDLER_ENDING.length).replaceAll(path.sep, '/'))
    .sort();
