import path from 'node:path';
import type { Child, Children } from '../processes/children';
import { LocalCloudError } from '../processes/local-cloud-error';
import { untilReady } from '../processes/until-ready';
import { projectNode, REPOSITORY } from '../repository';
import { ADMIN_PATH } from './admin-api';
import { LOOPBACK, type RunningSimulator } from './simulator';
import type { SimulatorName } from './simulators';

/** What a shell says of a process that SIGKILL has ended. */
const KILLED = 128 + 9;

/** What may crash and come back while the rest of the local cloud goes on. */
export interface Killable {
  /**
   * Ends its process by SIGKILL in the middle of whatever it does.
   *
   * @throws LocalCloudError when it had ended otherwise before
   */
  kill(): Promise<void>;
  /** Starts it again, on the same port and with all that it has ever acknowledged. */
  restart(): Promise<void>;
}

/** Starts a simulator in a process of its own. */
export async function startSimulatorProcess({
  children,
  name,
  port,
  stateFile,
}: {
  readonly children: Children;
  readonly name: SimulatorName;
  readonly port: number;
  readonly stateFile: string;
}): Promise<RunningSimulator & { readonly process: Killable }> {
  const url = `http://${LOOPBACK}:${port}`;
  const launch = async (): Promise<Child> => {
    const child = children.start({
      name: `${name}-simulator`,
      command: [
        projectNode(),
        ...['-r', 'tsx/cjs', path.join('localstack', 'simulator', 'run-simulator.ts')],
        ...[name, String(port), stateFile],
      ],
      cwd: REPOSITORY,
      env: { PATH: process.env['PATH'] ?? '', HOME: path.dirname(stateFile) },
    });
    try {
      await untilReady(child, async () => (await fetch(`${url}${ADMIN_PATH}health`)).ok);
      return child;
    } catch (error) {
      await child.kill();
      throw error;
    }
  };

  let child = await launch();
  return {
    url,
    ledgerUrl: `${url}${ADMIN_PATH}ledger`,
    async close() {
      await child.stop();
    },
    process: {
      async kill() {
        const code = await child.kill();
        if (code !== KILLED) {
          throw new LocalCloudError(`${child.name} was to be killed, and ended with exit code ${code}`);
        }
      },
      async restart() {
        child = await launch();
      },
    },
  };
}
