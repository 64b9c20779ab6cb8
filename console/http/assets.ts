import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';

const OWN = path.join(__dirname, '..', 'assets');
const CHARTS = path.join(path.dirname(require.resolve('uplot/package.json')), 'dist');
const ONE_YEAR = 'public, max-age=31536000, immutable';

interface Asset {
  readonly type: string;
  readonly content: Buffer;
}

const JAVASCRIPT = 'text/javascript; charset=utf-8';
const CSS = 'text/css; charset=utf-8';

const load = (directory: string, name: string, type: string): Asset => ({
  type,
  content: readFileSync(path.join(directory, name)),
});

const FILES = {
  style: load(OWN, 'console.css', CSS),
  icon: load(OWN, 'icon.svg', 'image/svg+xml'),
  live: load(OWN, 'live.js', JAVASCRIPT),
  charts: load(OWN, 'charts.js', JAVASCRIPT),
  plot: load(CHARTS, 'uPlot.iife.min.js', JAVASCRIPT),
  plotStyle: load(CHARTS, 'uPlot.min.css', CSS),
} as const satisfies Record<string, Asset>;

const EXTENSIONS: Readonly<Record<string, string>> = { [JAVASCRIPT]: 'js', [CSS]: 'css', 'image/svg+xml': 'svg' };

const addressOf = (name: string, { content, type }: Asset): string =>
  `/assets/${name}.${createHash('sha256').update(content).digest('hex').slice(0, 12)}.${EXTENSIONS[type]}`;

/** Addresses of what pages need besides themselves. They name the content, so a browser never asks twice. */
export const ASSETS = Object.fromEntries(
  Object.entries(FILES).map(([name, asset]) => [name, addressOf(name, asset)]),
) as { readonly [name in keyof typeof FILES]: string };

/** A handful of files, read once: no path of a request ever reaches the file system. */
export function addAssets(app: FastifyInstance): void {
  for (const [name, asset] of Object.entries(FILES)) {
    app.get(addressOf(name, asset), async (_request, reply) =>
      reply.header('cache-control', ONE_YEAR).type(asset.type).send(asset.content),
    );
  }
}
