import { spawnSync } from 'node:child_process';
import { LocalCloudError } from '../processes/local-cloud-error';

/** The emulator's own bound. */
const OLDEST = { major: 3, minor: 10 } as const;
const CANDIDATES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const PROBE = 'import sys; print(*sys.version_info[:2], sys.executable, sep="\\n")';

/**
 * Absolute path of a Python that is new enough: `ORDER_WORKFLOW_PYTHON` alone if it is set, else the first on PATH.
 *
 * @throws LocalCloudError that says what was found
 */
export function findPython(environment: NodeJS.ProcessEnv = process.env): string {
  const chosen = environment['ORDER_WORKFLOW_PYTHON'];
  const found: string[] = [];
  for (const command of chosen ? [chosen] : CANDIDATES) {
    const { status, stdout } = spawnSync(command, ['-c', PROBE], { encoding: 'utf8', env: environment });
    if (status !== 0) {
      continue;
    }
    const [major, minor, executable] = stdout.trim().split('\n');
    if (executable && Number(major) === OLDEST.major && Number(minor) >= OLDEST.minor) {
      return executable;
    }
    found.push(`${command} is ${major}.${minor}`);
  }
  throw new LocalCloudError(
    `the local cloud needs Python ${OLDEST.major}.${OLDEST.minor} or newer for its emulator, ` +
      `but ${found.length > 0 ? found.join(', ') : `there is no ${chosen ?? 'python3'}`}. ` +
      'Install one from https://www.python.org/downloads/ or by your package manager, or name one: ORDER_WORKFLOW_PYTHON=/path/to/python3',
  );
}
