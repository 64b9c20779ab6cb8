import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { BUNDLE_OPTIONS } from '../lib/constructs/bundle-options';
import { scriptCommand } from './script-command';

/*
 * Writes everything that the operator console consists of at run time, and nothing else: what its image holds.
 *
 *   npm run -s bundle:console -- --out <folder>
 */

const ROOT = path.join(__dirname, '..');

const options = scriptCommand('bundle:console')
  .requiredOption('--out <folder>', 'where to write it; emptied first')
  .parse()
  .opts<{ out: string }>();
const out = path.resolve(options.out);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

buildSync({
  ...BUNDLE_OPTIONS,
  absWorkingDir: ROOT,
  entryPoints: ['console/main.ts', 'console/health-check.ts'],
  // Names on one level: the console finds its assets beside the folder that its code is in.
  outdir: path.join(out, 'code'),
  // `pg` asks for these only when told to use libpq, or when it has no password; the browser alone runs uPlot.
  external: ['pg-native', 'pgpass', 'uplot'],
});
cpSync(path.join(ROOT, 'console/assets'), path.join(out, 'assets'), { recursive: true });

// What browsers are sent of uPlot, where the console looks for it.
const uplot = path.dirname(require.resolve('uplot/package.json'));
for (const file of ['package.json', 'LICENSE', 'dist/uPlot.iife.min.js', 'dist/uPlot.min.css']) {
  cpSync(path.join(uplot, file), path.join(out, 'node_modules/uplot', file));
}
