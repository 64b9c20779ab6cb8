import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectNode } from '../../localstack/repository';
import { type ConsoleProcess, type RunningConsole, runConsole } from '../support/console/running-console';
import { signIn } from '../support/console/visitor';
import { buildImage, type FileTree } from '../support/container/build-image';
import { buildWithBuildah } from '../support/container/build-with-buildah';
import { CONTEXT, consoleDockerfile } from '../support/container/dockerfile';
import { sizeOf } from '../support/container/size-of';
import { eventually } from '../support/end-to-end/eventually';

jest.setTimeout(600_000);

/** `npm run test:container` installs the packages as the Dockerfile says; otherwise those are taken that are there. */
const IS_WHOLE = process.env['ORDER_WORKFLOW_CONTAINER'] === '1';
/** `npm run test:image` has buildah build the image, layers and all. */
const IS_BUILT = process.env['ORDER_WORKFLOW_IMAGE'] === '1';
const MOST_BYTES = 6_000_000;
/** What a deployment tells the build. */
const GIVEN = { VERSION: '1.2.3', REVISION: '0a1b2c3' };

if (!IS_BUILT) {
  process.stderr.write('Nobody can tell without buildah whether the image could be changed: npm run test:image.\n');
}

/** The console as its image has it, started as a container would: without an engine, but from the real Dockerfile. */
describe('The image of the console', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'console-image-'));
  const tools = path.join(folder, 'tools');
  const node = path.join(tools, 'node');
  let image: FileTree;
  let console: RunningConsole;

  /** Only root can become somebody else; whoever is not root already is unprivileged. */
  const asUser = (): { readonly uid: number; readonly gid: number } | undefined =>
    process.getuid?.() === 0 ? image.user : undefined;
  /** Into a root of its own one comes as root, and leaves that behind. */
  const howToRun = ([program = '', ...rest]: readonly string[]): ConsoleProcess =>
    image.enter === undefined
      ? { command: [program === 'node' ? node : program, ...rest], cwd: image.workingDirectory, user: asUser() }
      : { command: [...image.enter, program, ...rest], cwd: '/' };
  const inside = (words: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const { command, cwd, user } = howToRun(words);
    const [program = '', ...rest] = command;
    return spawnSync(program, rest, { cwd, env: { ...image.environment, ...env }, encoding: 'utf8', ...user });
  };

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    mkdirSync(tools);
    // Where everybody may read it, as in the base image.
    copyFileSync(projectNode(), node);
    image = IS_BUILT
      ? buildWithBuildah(folder, GIVEN)
      : buildImage(consoleDockerfile(), folder, {
          tools,
          given: GIVEN,
          ...(IS_WHOLE ? {} : { installed: path.join(CONTEXT, 'node_modules') }),
        });
    console = await runConsole(
      // No file may be written, wherever: neither in the image, nor in a folder for temporary files.
      { ...image.environment, NODE_OPTIONS: '--permission --allow-fs-read=*' },
      howToRun(image.command),
    );
  });
  afterAll(async () => {
    await console?.end();
    spawnSync('chmod', ['-R', 'u+w', folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds what runs, and little of it', () => {
    expect(sizeOf(image.enter === undefined ? image.root : path.join(image.root, image.workingDirectory))).toBeLessThan(
      MOST_BYTES,
    );
  });

  it('says what it was made of', () => {
    expect(image.labels).toMatchObject({
      'org.opencontainers.image.version': GIVEN.VERSION,
      'org.opencontainers.image.revision': GIVEN.REVISION,
    });
  });

  // Elsewhere nobody may write because this test has said so, whatever the Dockerfile says.
  (IS_BUILT ? it : it.skip)('cannot be changed by what runs in it', () => {
    const { status, stderr } = inside(['node', '-e', "require('node:fs').writeFileSync('code/main.js', '')"]);

    expect(status).toBe(1);
    expect(stderr).toMatch(/EACCES/);
  });

  it('is healthy by its own check while it answers, and not without its port', () => {
    const port = new URL(console.url).port;

    expect(inside(image.healthCheck, { CONSOLE_PORT: port }).status).toBe(0);
    expect(inside(image.healthCheck, { CONSOLE_PORT: '1' }).status).toBe(1);
  });

  it('reaches everything that it needs, and shows its pages with their assets', async () => {
    await eventually(
      async () => (await fetch(`${console.url}/health/ready`)).status,
      (status) => status === 200,
    );
    const visitor = await signIn(console.url, 'viewer');
    const page = await (await visitor.get('/')).text();
    const assets = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, address]) => address ?? '');

    expect(assets.length).toBeGreaterThan(2);
    for (const asset of assets) {
      expect((await fetch(console.url + asset)).status).toBe(200);
    }
  });

  it('ends with 0 at the signal that its engine sends', async () => {
    console.signal(image.stopSignal as NodeJS.Signals);

    expect(await console.exited).toBe(0);
    expect(inside(image.healthCheck, { CONSOLE_PORT: new URL(console.url).port }).status).toBe(1);
  });
});
