import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { LocalCloudError } from './local-cloud-error';
import { logTail } from './log-tail';

const TETHER = path.join(__dirname, '..', 'tether.py');
const DEFAULT_GRACE_SECONDS = 10;
/** A tether kills its command after the grace period; one that still is there then does not work. */
const LAST_RESORT_MS = 40_000;

export interface ChildSpec {
  /** For messages and the name of the log file. */
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stopSignal?: 'TERM' | 'INT';
  /** Sent when the local cloud itself is gone: an orderly end has no meaning then, a clean one may. */
  readonly abandonSignal?: 'KILL' | 'INT';
  /** How long an orderly end may take before the command is killed. */
  readonly graceSeconds?: number;
  /** The others go on when it ends by itself. */
  readonly isOptional?: boolean;
  readonly user?: { readonly name: string; readonly group: string };
}

export interface Child {
  readonly name: string;
  readonly logFile: string;
  /** Resolves with the exit code when it has ended, for whatever reason. */
  readonly exited: Promise<number>;
  /** Asks for an orderly end and waits for it. */
  stop(): Promise<number>;
  /** Ends it in the middle of whatever it does, as a crash would, and waits for it. */
  kill(): Promise<number>;
}

/**
 * The processes of one local cloud. Each runs below `tether.py`, so that none outlives this process, and none is hit
 * by a Ctrl-C in the terminal: in which order they end is decided here.
 */
export interface Children {
  /** A process that runs until it is asked to end. */
  start(spec: ChildSpec): Child;
  /**
   * A process that ends by itself.
   *
   * @throws LocalCloudError with the end of the log when it fails
   */
  run(spec: ChildSpec): Promise<void>;
  /** Resolves when a process that was started ends without having been asked to. */
  readonly lost: Promise<LocalCloudError>;
  /** Kills what still runs, without grace, and waits until it is gone. */
  killAll(): Promise<void>;
}

export function createChildren({ python, logs }: { readonly python: string; readonly logs: string }): Children {
  const running = new Map<ChildProcess, Promise<number>>();
  const lost = Promise.withResolvers<LocalCloudError>();
  let ending = false;

  const spawnTethered = (spec: ChildSpec) => {
    if (ending) {
      throw new LocalCloudError(`${spec.name} is not started: the local cloud is stopping`);
    }
    mkdirSync(logs, { recursive: true });
    const logFile = path.join(logs, `${spec.name}.log`);
    const log = openSync(logFile, 'a', 0o600);
    const tether = spawn(python, [TETHER, ...tetherOptions(spec), '--', ...spec.command], {
      cwd: spec.cwd,
      env: spec.env,
      stdio: ['pipe', log, log],
      detached: true,
    });
    closeSync(log);
    tether.stdin?.on('error', () => undefined);
    const exited = exitCode(tether, logFile).finally(() => running.delete(tether));
    running.set(tether, exited);
    return { tether, logFile, exited };
  };

  return {
    start: (spec) => {
      const { tether, logFile, exited } = spawnTethered(spec);
      let isAsked = false;
      void exited.then((code) => {
        if (!isAsked && !ending && !spec.isOptional) {
          lost.resolve(
            new LocalCloudError(`${spec.name} has ended by itself (exit code ${code}):\n${logTail(logFile)}`),
          );
        }
      });
      const askBy = (signal: NodeJS.Signals): Promise<number> => {
        isAsked = true;
        tether.kill(signal);
        return exited;
      };
      return {
        name: spec.name,
        logFile,
        exited,
        stop: () => askBy('SIGTERM'),
        kill: () => askBy('SIGQUIT'),
      };
    },
    run: async (spec) => {
      const { logFile, exited } = spawnTethered(spec);
      const code = await exited;
      if (code !== 0) {
        throw new LocalCloudError(`${spec.name} failed with exit code ${code}:\n${logTail(logFile)}`);
      }
    },
    lost: lost.promise,
    killAll: async () => {
      ending = true;
      const all = [...running];
      for (const [tether] of all) {
        tether.stdin?.destroy();
        setTimeout(() => tether.kill('SIGKILL'), LAST_RESORT_MS).unref();
      }
      await Promise.all(all.map(([, exited]) => exited));
    },
  };
}

const tetherOptions = (spec: ChildSpec): readonly string[] => [
  `--stop-signal=${spec.stopSignal ?? 'TERM'}`,
  `--abandon-signal=${spec.abandonSignal ?? 'KILL'}`,
  `--grace=${spec.graceSeconds ?? DEFAULT_GRACE_SECONDS}`,
  ...(spec.user === undefined ? [] : [`--user=${spec.user.name}`, `--group=${spec.user.group}`]),
];

/** 127 when it cannot even be started, as a shell says it. */
async function exitCode(process: ChildProcess, logFile: string): Promise<number> {
  try {
    const [code] = (await once(process, 'exit')) as [number | null];
    return code ?? 137;
  } catch (error) {
    appendFileSync(logFile, `${error}\n`);
    return 127;
  }
}
