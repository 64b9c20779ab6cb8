import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleHandlers } from '../../lib/constructs/handler-bundles';
import { overBudget } from '../../scripts/facts/budgets';
import { cloudStage, localStage, type Resource, resourcesOf, synthesize } from './stages';

const KILOBYTE = 1_000;
const bundles = [...bundleHandlers().values()];
const named = bundles.map((bundle) => [bundle.name, bundle] as const);
const steps = bundles.filter(({ name }) => name.startsWith('saga/'));

describe('Bundles', () => {
  it.each(named)('%s needs nothing at run time but Node and what `pg` can do without', (_, { contents }) => {
    const outside = contents.imports.filter(({ external, path: name }) => external === true && !isBuiltin(name));

    expect(
      outside.map(({ path: name }) => name).filter((name) => !['./native', 'pg-native', 'pgpass'].includes(name)),
    ).toEqual([]);
  });

  it('carry no AWS SDK client in any step: each would cost every cold start', () => {
    const clients = steps.flatMap(({ name, contents }) =>
      Object.keys(contents.inputs)
        .filter(
          (input) => input.includes('node_modules/@aws-sdk/client-') || input.includes('node_modules/@smithy/core'),
        )
        .map((input) => `${name}: ${input}`),
    );

    expect(steps).toHaveLength(8);
    expect(clients).toEqual([]);
  });

  it('put the stand-in for semver where nothing but the X-Ray SDK asks for it', () => {
    const users = bundles
      .flatMap(({ contents }) => Object.keys(contents.inputs))
      .filter((input) => input.includes('semver'));

    expect(new Set(users)).toEqual(new Set(['lib/constructs/semver-stand-in.ts']));
  });

  it('carry the X-Ray SDK only in tasks of a schedule, for which nobody waits', () => {
    const users = bundles.filter(({ contents }) =>
      Object.keys(contents.inputs).some((input) => input.includes('node_modules/aws-xray-sdk-core/')),
    );

    expect(users.length).toBeGreaterThan(0);
    expect(users.map(({ name }) => name).filter((name) => !name.startsWith('operations/'))).toEqual([]);
  });

  it('are at most 260 kB for steps without an outside call, and 510 kB with the payment provider', () => {
    const limitOf = (name: string) => (/^saga\/(inventory|order)\//.test(name) ? 260 : 510) * KILOBYTE;

    expect(steps.filter(({ name, code }) => code.contents.byteLength > limitOf(name)).map(({ name }) => name)).toEqual(
      [],
    );
  });
});

describe('Budgets', () => {
  const facts = {
    saga: { happy: 4 },
    bundles: { 'api/get-order': 100 },
    resources: { development: { NatGateway: 1, Queue: 9 }, production: {}, local: {} },
  };
  const budgets = {
    saga: { happy: 4 },
    bundles: { 'api/get-order': 100 },
    resources: { development: { NatGateway: 1 } },
  };

  it('accept facts within them, and resources that are not billed by the hour', () => {
    expect(overBudget(facts, budgets)).toEqual([]);
  });

  it('name what has grown, and by how much', () => {
    const grown = {
      saga: { happy: 5 },
      bundles: { 'api/get-order': 103 },
      resources: { ...facts.resources, development: { NatGateway: 3 } },
    };

    expect(overBudget(grown, budgets)).toEqual([
      'states entered when happy: 5, 1 over the budget of 4',
      'bytes of api/get-order: 103, 3 over the budget of 100',
      'development resources of type NatGateway: 3, 2 over the budget of 1',
    ]);
  });

  it('name what nobody has given a budget', () => {
    expect(overBudget({ ...facts, bundles: { 'api/new': 1 } }, budgets)).toEqual([
      'bytes of api/new: 1, and budgets.json has no budget for it',
    ]);
  });
});

describe.each([
  { name: 'the cloud stage', stage: cloudStage() },
  { name: 'the local stage', stage: localStage() },
])('Functions of $name', ({ stage }) => {
  const { data, workflow } = synthesize(stage);
  const functions = resourcesOf('AWS::Lambda::Function', data, workflow).filter((fn) => nameOf(fn) !== undefined);
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'bundles-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** The function's real code under the environment that its template gives it, up to its first invocation. */
  const start = (fn: Resource): { readonly status: number | null; readonly stderr: string } => {
    const bundle = bundles.find(({ name }) => path.basename(name) === nameOf(fn));
    const file = path.join(folder, `${nameOf(fn)}.js`);
    writeFileSync(file, bundle?.code.text ?? '');
    const check = `if (typeof require(${JSON.stringify(file)}).handler !== 'function') throw new Error('no handler'); process.exit(0)`;
    // Certificates that only Lambda's own file system has.
    const { NODE_EXTRA_CA_CERTS: _, ...environment } = environmentOf(fn);
    return spawnSync(process.execPath, ['-e', check], {
      encoding: 'utf8',
      env: { ...environment, AWS_REGION: 'eu-central-1', AWS_LAMBDA_FUNCTION_NAME: nameOf(fn) },
    });
  };

  it.each(functions.map((fn) => [nameOf(fn), fn] as const))('%s starts with the environment that it gets', (_, fn) => {
    expect(start(fn)).toMatchObject({ status: 0, stderr: '' });
  });

  it('fails to start a function that lacks a variable, naming it', () => {
    const fn = functions.find((candidate) => nameOf(candidate) === 'start-saga') as Resource;
    const { SAGA_ARN: _, ...Variables } = fn.Properties.Environment.Variables;

    const { status, stderr } = start({ ...fn, Properties: { ...fn.Properties, Environment: { Variables } } });

    expect(status).not.toBe(0);
    expect(stderr).toContain('missing or malformed environment variables: SAGA_ARN');
  });
});

function nameOf({ Properties }: Resource): string {
  return Properties.Environment?.Variables?.POWERTOOLS_SERVICE_NAME;
}

/** What only CloudFormation knows becomes an address, which suits every variable that it decides. */
function environmentOf({ Properties }: Resource): Record<string, string> {
  return Object.fromEntries(
    Object.entries(Properties.Environment.Variables as Record<string, unknown>).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : 'https://decided.example.com/on-deployment',
    ]),
  );
}
