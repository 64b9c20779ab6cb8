import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsOf, ROOT, sourceFiles } from './imports';

interface Layer {
  /** Files that the rule is about. */
  readonly files: RegExp;
  /** Our own files and packages that they may import; everything else is a violation. */
  readonly may: readonly RegExp[];
}

const HANDLER = /\.handler\.ts$/;
const TYPES = /^aws-lambda$/;

/** The first layer whose pattern matches a file is its layer. */
const LAYERS: Record<string, Layer> = {
  'bin (app)': { files: /^bin\/order-workflow\.ts$/, may: [/^lib\//, /^aws-cdk-lib/, /^cdk-nag$/, /^node:/] },
  'lib/stacks': {
    files: /^lib\/stacks\//,
    may: [/^lib\//, /^aws-cdk-lib/, /^constructs$/, /^cdk-nag$/, /^node:path$/],
  },
  lib: {
    files: /^lib\//,
    may: [
      /^lib\/(?!stacks\/)/,
      /^lambdas\/(domain\/(rejections|failures|events)|contracts\/metrics)$/,
      /^localstack\/lambda-bootstrap\/install$/,
      /^aws-cdk-lib/,
      /^constructs$/,
      /^cdk-nag$/,
      /^esbuild$/,
      /^node:/,
    ],
  },
  handlers: { files: HANDLER, may: [/^lambdas\/(?!domain\/)/, /^@aws-sdk\//, /^@aws-lambda-powertools\//, TYPES] },
  domain: { files: /^lambdas\/domain\//, may: [/^lambdas\/domain\//, /^uuid$/] },
  contracts: { files: /^lambdas\/contracts\//, may: [/^lambdas\/(contracts|domain)\//, /^zod\/mini$/] },
  ports: { files: /^lambdas\/ports\//, may: [/^lambdas\/(ports|domain|contracts)\//] },
  resilience: { files: /^lambdas\/resilience\//, may: [/^lambdas\/resilience\//] },
  console: {
    files: /^console\//,
    may: [
      /^console\//,
      /^lambdas\/(operations|ports|domain|contracts|gateways|persistence|runtime)\//,
      /^lambdas\/api\/(reasons|order-cursor|loopback-fetcher)$/,
      /^(fastify|@fastify\/|close-with-grace$|prom-client$|openid-client$|uplot\/|pg$|@aws-sdk\/|zod\/mini$|node:)/,
    ],
  },
  steps: {
    files: /^lambdas\/saga\//,
    may: [/^lambdas\/(saga|ports|domain|contracts)\//, /^lambdas\/runtime\/saga-step$/],
  },
};

const layerOf = (file: string): [string, Layer] | undefined =>
  Object.entries(LAYERS).find(([, { files }]) => files.test(file));

const files = sourceFiles('bin', 'console', 'lib', 'lambdas');

describe('Direction of imports', () => {
  it.each(Object.keys(LAYERS))('has files in the layer %s', (name) => {
    expect(files.some((file) => layerOf(file)?.[0] === name)).toBe(true);
  });

  it('goes only the agreed way', () => {
    const violations = files.flatMap((file) => {
      const [name, layer] = layerOf(file) ?? [];
      return layer === undefined
        ? []
        : importsOf(file)
            .filter(({ to }) => !layer.may.some((allowed) => allowed.test(to)))
            .map(({ from, to }) => `${name}: ${from} imports ${to}`);
    });

    expect(violations).toEqual([]);
  });

  it('keeps the participants of the saga apart', () => {
    const participantOf = (path: string) => /^lambdas\/saga\/([^/]+)\//.exec(path)?.[1];

    const violations = files
      .flatMap(importsOf)
      .filter(({ from, to }) => participantOf(from) !== undefined && participantOf(to) !== undefined)
      .filter(({ from, to }) => participantOf(from) !== participantOf(to));

    expect(violations).toEqual([]);
  });

  it('reads process.env in one file of the functions only', () => {
    const readers = sourceFiles('lambdas', 'lib').filter((file) =>
      readFileSync(join(ROOT, file), 'utf8').includes('process.env'),
    );

    expect(readers).toEqual(['lambdas/runtime/environment.ts']);
  });

  it('reads process.env in one file of the console only', () => {
    const readers = sourceFiles('console').filter((file) =>
      readFileSync(join(ROOT, file), 'utf8').includes('process.env'),
    );

    expect(readers).toEqual(['console/environment.ts']);
  });

  it('lets nobody import the console but the console', () => {
    const importers = sourceFiles('bin', 'lib', 'lambdas', 'localstack')
      .flatMap(importsOf)
      .filter(({ to }) => to.startsWith('console/'));

    expect(importers).toEqual([]);
  });
});

describe('Size of files', () => {
  it.each(sourceFiles('bin', 'console', 'lib', 'lambdas', 'localstack'))('%s has at most 250 lines', (file) => {
    expect(readFileSync(join(ROOT, file), 'utf8').split('\n').length).toBeLessThanOrEqual(251);
  });

  it.each(files.filter((file) => HANDLER.test(file)))('%s only wires: at most 15 lines besides its imports', (file) => {
    const lines = readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('import '));

    expect(lines.length).toBeLessThanOrEqual(15);
  });
});
