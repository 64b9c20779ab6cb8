import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AWS, emulatorCredentials } from '../aws';
import { CAPACITY } from '../capacity';
import type { Child, Children } from '../processes/children';
import { untilReady } from '../processes/until-ready';
import type { PythonEnvironment } from './python-environment';

/** Factor on the waits and retries of state machines; it changes no time-out. */
export const STEP_FUNCTIONS_WAIT_SCALE = '0.02';
/** What the emulator waits at most before a retry, unscaled: it knows no `MaxDelaySeconds`. */
export const STEP_FUNCTIONS_RETRY_CAP_MS = 60_000;
const SECONDS_TO_SAVE_STATE = 30;

/** Starts MiniStack and waits until it answers. Its state is in `directory` after an orderly stop, and only then. */
export async function startEmulator({
  children,
  environment,
  directory,
  port,
  waitScale = STEP_FUNCTIONS_WAIT_SCALE,
  functionVariables,
}: {
  readonly children: Children;
  readonly environment: PythonEnvironment;
  readonly directory: string;
  readonly port: number;
  readonly waitScale?: string | undefined;
  /** For every function, beside its own variables. */
  readonly functionVariables: Readonly<Record<string, string>>;
}): Promise<Child> {
  const temporary = path.join(directory, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const url = `http://127.0.0.1:${port}`;
  const emulator = children.start({
    name: 'emulator',
    command: [environment.python, path.join(__dirname, 'ministack_like_aws.py')],
    cwd: directory,
    graceSeconds: SECONDS_TO_SAVE_STATE,
    // Functions inherit this environment, so nothing of the user's own is in it.
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: temporary,
      LANG: 'C.UTF-8',
      TMPDIR: temporary,
      ...environment.env,
      ...emulatorCredentials,
      AWS_ENDPOINT_URL: url,
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      // In addresses of queues: `localhost` may mean ::1, where nothing listens.
      MINISTACK_HOST: '127.0.0.1',
      MINISTACK_REGION: AWS.region,
      MINISTACK_ACCOUNT_ID: AWS.account,
      PERSIST_STATE: '1',
      STATE_DIR: path.join(directory, 'state'),
      S3_PERSIST: '1',
      S3_DATA_DIR: path.join(directory, 's3'),
      SFN_WAIT_SCALE: waitScale,
      LAMBDA_ACCOUNT_CONCURRENCY: String(CAPACITY.concurrentInvocations),
      LAMBDA_WARM_TTL_SECONDS: String(CAPACITY.idleEnvironmentSeconds),
      // Listeners that would meet another copy's, or the network.
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      // It would remove the containers of every MiniStack on this machine's Docker, at start and stop.
      DOCKER_HOST: 'unix:///nonexistent/docker.sock',
      ...functionVariables,
    },
  });
  await untilReady(emulator, async () => (await fetch(`${url}/_ministack/health`)).ok);
  return emulator;
}
