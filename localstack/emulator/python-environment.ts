import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createChildren } from '../processes/children';
import { waitForLock } from '../processes/file-lock';
import { LocalCloudError } from '../processes/local-cloud-error';
import type { Progress } from '../progress';
import { SHARED_LOCAL_DIRECTORY } from '../repository';
import { writeAtomically } from '../write-atomically';
import { findPython } from './find-python';

const REQUIREMENTS = path.join(__dirname, '..', 'requirements.txt');
const DIRECTORY = path.join(SHARED_LOCAL_DIRECTORY, 'venv');

export interface PythonEnvironment {
  /** Absolute path of the interpreter. */
  readonly python: string;
  /** Environment variables that make it find the emulator. */
  readonly env: Readonly<Record<string, string>>;
}

/** What the marker file of a finished environment holds. */
interface Marker extends PythonEnvironment {
  readonly requirements: string;
}

/**
 * A Python environment with the emulator in it, made on the first start. All copies of the local cloud share it, so
 * it is made under a lock, and a half-made one (Ctrl-C, no network) is made anew.
 *
 * @throws LocalCloudError when there is no usable Python, or the packages cannot be installed
 */
export async function ensurePythonEnvironment(progress: Progress, signal: AbortSignal): Promise<PythonEnvironment> {
  const requirements = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  const ready = readMarker(requirements);
  if (ready !== undefined) {
    return ready;
  }
  const lock = await waitForLock(`${DIRECTORY}.lock`, signal);
  try {
    return (
      readMarker(requirements) ??
      (await progress.phase('installing the emulator (once)', () => install(requirements, signal)))
    );
  } finally {
    lock.release();
  }
}

async function install(requirements: string, signal: AbortSignal): Promise<PythonEnvironment> {
  const python = findPython();
  rmSync(DIRECTORY, { recursive: true, force: true });
  const environment = await installInto(python, signal);
  writeAtomically(markerFile(), JSON.stringify({ ...environment, requirements } satisfies Marker));
  return environment;
}

/** A virtual environment, or a folder of packages where Python comes without what makes one (Debian splits it off). */
async function installInto(python: string, signal: AbortSignal): Promise<PythonEnvironment> {
  const children = createChildren({ python, logs: path.join(SHARED_LOCAL_DIRECTORY, 'logs') });
  const onAbort = () => void children.killAll();
  signal.addEventListener('abort', onAbort);
  const run = (name: string, ...command: readonly string[]) =>
    children.run({ name, command, env: processEnvironment(), cwd: SHARED_LOCAL_DIRECTORY });
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--requirement', REQUIREMENTS];

  try {
    const interpreter = path.join(DIRECTORY, 'bin', 'python');
    const isMade = await run('python-venv', python, '-m', 'venv', DIRECTORY).then(
      () => true,
      () => false,
    );
    signal.throwIfAborted();
    if (isMade) {
      await run('pip-install', interpreter, ...pip);
      return { python: interpreter, env: {} };
    }
    rmSync(DIRECTORY, { recursive: true, force: true });
    if (
      !(await run('pip-version', python, '-m', 'pip', '--version').then(
        () => true,
        () => false,
      ))
    ) {
      throw new LocalCloudError(
        `${python} has neither the module 'venv' nor 'pip', and the emulator needs one of them. ` +
          'On Debian and Ubuntu: apt-get install python3-venv',
      );
    }
    await run('pip-install', python, ...pip, '--target', DIRECTORY);
    return { python, env: { PYTHONPATH: DIRECTORY } };
  } finally {
    signal.removeEventListener('abort', onAbort);
    signal.throwIfAborted();
  }
}

/** pip reads its configuration (a proxy, a company's index) from the user's own environment. */
const processEnvironment = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));

const markerFile = (): string => path.join(DIRECTORY, 'order-workflow.json');

function readMarker(requirements: string): PythonEnvironment | undefined {
  if (!existsSync(markerFile())) {
    return undefined;
  }
  const marker = JSON.parse(readFileSync(markerFile(), 'utf8')) as Marker;
  return marker.requirements === requirements && existsSync(marker.python) ? marker : undefined;
}
