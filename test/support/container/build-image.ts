import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { IgnoreStrategy } from 'aws-cdk-lib';
import { CONTEXT, type Dockerfile, type Step } from './dockerfile';

export interface FileTree {
  /** The folder that stands for `/`. */
  readonly root: string;
  /** Where it runs, inside of the root. */
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly user: { readonly uid: number; readonly gid: number };
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly stopSignal: string;
  /** What a command begins with to run inside of the root. @default - it runs beside it, in the working directory */
  readonly enter?: readonly string[];
}

export interface BuildOptions {
  /** Stands for the base image: the folder of `node` and `npm`. */
  readonly tools: string;
  /** An installation of the same lockfile to use instead of another. @default - `npm ci` runs */
  readonly installed?: string;
  /** Build arguments. */
  readonly given?: Readonly<Record<string, string>>;
}

/** How this machine reaches a registry, proxies and whom it trusts: an engine hands that to a build, and keeps none of it. */
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];
const NETWORK = [...PROXIES, ...PROXIES.map((name) => name.toLowerCase()), 'NODE_EXTRA_CA_CERTS'];

type Stage = {
  root: string;
  workingDirectory: string;
  environment: Record<string, string>;
  arguments: Record<string, string>;
  labels: Record<string, string>;
  steps: Map<string, Step>;
};

/**
 * Does what the Dockerfile says, step by step, where no engine is: folders stand for file systems, and the Node of this
 * machine for the base image. What a base image, a layer and a kernel's isolation do is not told by it.
 *
 * @returns the file tree of the last stage, which nobody may write to
 */
export function buildImage({ stages }: Dockerfile, folder: string, options: BuildOptions): FileTree {
  const built = new Map<string, Stage>();
  for (const [index, { name, steps }] of stages.entries()) {
    const root = path.join(folder, name ?? String(index));
    mkdirSync(root, { recursive: true });
    const stage: Stage = {
      root,
      workingDirectory: '/',
      environment: {},
      arguments: {},
      labels: {},
      steps: new Map(),
    };
    built.set(name ?? String(index), stage);
    for (const step of steps) {
      stage.steps.set(step.keyword, step);
      perform(step, stage, { built, options });
    }
  }
  const last = [...built.values()].at(-1);
  if (last === undefined) {
    throw new Error('the Dockerfile has no stage');
  }
  makeReadOnly(last.root);
  const wordsOf = (keyword: string): readonly string[] => last.steps.get(keyword)?.words ?? [];
  const [uid = 0, gid = 0] = (wordsOf('USER')[0] ?? '').split(':').map(Number);
  return {
    root: last.root,
    workingDirectory: path.join(last.root, last.workingDirectory),
    environment: last.environment,
    user: { uid, gid },
    command: wordsOf('CMD'),
    healthCheck: wordsOf('HEALTHCHECK'),
    labels: last.labels,
    stopSignal: wordsOf('STOPSIGNAL')[0] ?? '',
  };
}

function perform(
  step: Step,
  stage: Stage,
  { built, options }: { readonly built: ReadonlyMap<string, Stage>; readonly options: BuildOptions },
): void {
  switch (step.keyword) {
    case 'WORKDIR':
      stage.workingDirectory = path.posix.resolve(stage.workingDirectory, step.words[0] ?? '');
      mkdirSync(path.join(stage.root, stage.workingDirectory), { recursive: true });
      return;
    case 'ENV':
      Object.assign(stage.environment, step.properties);
      return;
    case 'COPY': {
      const from = step.flags['from'];
      copy(step, stage, from === undefined ? undefined : built.get(from));
      return;
    }
    case 'RUN':
      run(step, stage, options);
      return;
    case 'ARG':
      for (const [name, value] of Object.entries(step.properties)) {
        stage.arguments[name] = options.given?.[name] ?? value;
      }
      return;
    case 'LABEL':
      for (const [name, value] of Object.entries(step.properties)) {
        stage.labels[name] = value.replace(/\$\{(\w+)\}/g, (_, argument: string) => stage.arguments[argument] ?? '');
      }
      return;
    case 'USER':
    case 'EXPOSE':
    case 'STOPSIGNAL':
    case 'HEALTHCHECK':
    case 'CMD':
      return;
    default:
      throw new Error(`nobody has taught this build what ${step.keyword} does`);
  }
}

/** With the rule of a build: of a folder its contents are copied, and of the context only what is not ignored. */
function copy({ words }: Step, stage: Stage, from: Stage | undefined): void {
  const target = words.at(-1) ?? '';
  const to = path.join(stage.root, path.posix.resolve(stage.workingDirectory, target));
  const ignored = ignoredOfContext();
  for (const word of words.slice(0, -1)) {
    const source = path.join(from?.root ?? CONTEXT, word);
    if (!existsSync(source)) {
      throw new Error(`'${word}' is to be copied, and not there`);
    }
    const isInto = !statSync(source).isDirectory() && target.endsWith('/');
    cpSync(source, isInto ? path.join(to, path.basename(source)) : to, {
      recursive: true,
      filter: (file) => from !== undefined || !ignored(file),
    });
  }
}

function ignoredOfContext(): (file: string) => boolean {
  const patterns = readFileSync(path.join(CONTEXT, '.dockerignore'), 'utf8').split('\n');
  const strategy = IgnoreStrategy.docker(CONTEXT, patterns);
  return (file) => strategy.ignores(file);
}

function run({ words, isExec }: Step, stage: Stage, { tools, installed }: BuildOptions): void {
  const cwd = path.join(stage.root, stage.workingDirectory);
  if (!isExec) {
    throw new Error(`a shell would run '${words.join(' ')}'`);
  }
  if (installed !== undefined && words.slice(0, 2).join(' ') === 'npm ci') {
    symlinkSync(installed, path.join(cwd, 'node_modules'));
    return;
  }
  const [program = '', ...rest] = words;
  const { status, stderr, stdout } = spawnSync(program, rest, {
    cwd,
    encoding: 'utf8',
    env: { ...networkOfThisMachine(), ...stage.environment, PATH: `${tools}:${process.env['PATH']}`, HOME: stage.root },
  });
  if (status !== 0) {
    throw new Error(`'${words.join(' ')}' ended with ${status}:\n${stdout}\n${stderr}`);
  }
}

const networkOfThisMachine = (): NodeJS.ProcessEnv =>
  Object.fromEntries(NETWORK.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));

/** As the layers of an image are for a container whose root file system is read-only. */
function makeReadOnly(root: string): void {
  for (const entry of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(root, entry);
    chmodSync(file, statSync(file).isDirectory() ? 0o555 : 0o444);
  }
  chmodSync(root, 0o555);
}
