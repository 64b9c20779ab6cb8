import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { projectNode } from '../../../localstack/repository';
import type { FileTree } from './build-image';
import { CONTEXT, DOCKERFILE } from './dockerfile';

const BASE = 'localhost/order-workflow-node';
const IMAGE = 'localhost/order-console';
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** Why the image cannot be built here; undefined when it can. */
export function whyNoBuildah(): string | undefined {
  const missing = ['buildah', 'debootstrap'].filter((tool) => spawnSync('which', [tool]).status !== 0);
  return missing.length > 0
    ? `${missing.join(' and ')} must be there (as root on Debian: scripts/ci/install-test-packages.sh buildah)`
    : process.getuid?.() === 0
      ? undefined
      : 'only root can make a base image of Debian packages';
}

interface ImageConfig {
  readonly User: string;
  readonly WorkingDir: string;
  readonly Env: readonly string[];
  readonly Cmd: readonly string[];
  readonly StopSignal: string;
  readonly Healthcheck: { readonly Test: readonly string[] };
  readonly Labels: Readonly<Record<string, string>>;
}

/**
 * The image as an engine builds it from the Dockerfile, layers and all. Only its base is another one, since no registry is
 * asked: Debian's own packages, and the Node of this repository.
 *
 * @param given build arguments
 * @returns what a container would be started with, and its root file system
 */
export function buildWithBuildah(folder: string, given: Readonly<Record<string, string>>): FileTree {
  const storage = [
    '--storage-driver',
    'vfs',
    '--root',
    path.join(folder, 'images'),
    '--runroot',
    path.join(folder, 'run'),
  ];
  const buildah = (...words: readonly string[]): string => run('buildah', [...storage, ...words]);

  const base = buildah('from', 'scratch');
  buildah('copy', '--quiet', base, debianWithNode(path.join(folder, 'debian')), '/');
  buildah('config', '--env', 'PATH=/usr/local/bin:/usr/bin:/bin', '--env', `NODE_EXTRA_CA_CERTS=${CERTIFICATES}`, base);
  buildah('commit', '--quiet', '--rm', base, BASE);
  const said = Object.entries(given).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  const how = ['--build-arg', `NODE_IMAGE=${BASE}`, '--pull-never', '--isolation', 'chroot', '--format', 'docker'];
  buildah('build', '--quiet', ...how, ...said, '--file', DOCKERFILE, '--tag', IMAGE, CONTEXT);

  const config: ImageConfig = JSON.parse(buildah('inspect', '--type', 'image', IMAGE)).Docker.config;
  const [uid = 0, gid = 0] = config.User.split(':').map(Number);
  const root = buildah('mount', buildah('from', '--pull-never', IMAGE));
  return {
    root,
    workingDirectory: config.WorkingDir,
    environment: Object.fromEntries(config.Env.map((variable) => variable.split(/=(.*)/s) as [string, string])),
    user: { uid, gid },
    command: config.Cmd,
    healthCheck: config.Healthcheck.Test.slice(1),
    // By its whole path: the image's own PATH, with which it is called, need not lead to it.
    enter: [run('which', ['chroot']), `--userspec=${config.User}`, root, 'env', '-C', config.WorkingDir],
    labels: config.Labels,
    stopSignal: config.StopSignal,
  };
}

/** In the place of the official image of Node: what that has, as far as a build and a process use it. */
function debianWithNode(root: string): string {
  run('debootstrap', ['--variant=minbase', 'bookworm', root]);
  run('umount', [path.join(root, 'proc')], { mayFail: true });
  const bin = path.join(root, 'usr/local/bin');
  copyFileSync(projectNode(), path.join(bin, 'node'));
  chmodSync(path.join(bin, 'node'), 0o755);
  const npm = path.dirname(path.dirname(realpathSync(run('which', ['npm']))));
  mkdirSync(path.join(root, 'usr/local/lib/node_modules'), { recursive: true });
  cpSync(npm, path.join(root, 'usr/local/lib/node_modules/npm'), { recursive: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', path.join(bin, 'npm'));
  run('chroot', [root, 'useradd', '--uid', '1000', '--user-group', '--create-home', 'node']);
  if (existsSync(CERTIFICATES)) {
    // Whom this machine trusts: a proxy in between may sign what packages are fetched by.
    mkdirSync(path.join(root, path.dirname(CERTIFICATES)), { recursive: true });
    copyFileSync(CERTIFICATES, path.join(root, CERTIFICATES));
  }
  rmSync(path.join(root, 'var/cache/apt'), { recursive: true, force: true });
  return root;
}

function run(program: string, words: readonly string[], { mayFail = false } = {}): string {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0 && !mayFail) {
    throw new Error(
      `'${program} ${words.join(' ')}' ended with ${status}:\n${stdout.slice(-2_000)}\n${stderr.slice(-4_000)}`,
    );
  }
  return stdout.trim();
}
