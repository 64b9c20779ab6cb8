import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { FaultRule } from '../../../localstack/chaos/fault-script';
import type { HttpFault } from '../../../localstack/chaos/http-fault';
import type { LambdaFault } from '../../../localstack/chaos/lambda-fault';
import type { TcpFault } from '../../../localstack/chaos/tcp-fault';
import type { Endpoints } from '../../../localstack/endpoints';
import { projectNode, REPOSITORY } from '../../../localstack/repository';

interface Faults {
  readonly lambda: LambdaFault;
  readonly aws: HttpFault;
  readonly postgres: TcpFault;
  readonly payment: HttpFault;
  readonly carrier: HttpFault;
}

/** A local cloud under chaos, in a process of its own. */
export interface RemoteChaos {
  readonly endpoints: Endpoints;
  disturb<P extends keyof Faults>(point: P, ...rules: readonly FaultRule<Faults[P]>[]): Promise<void>;
  /** Rules that no call has met. */
  unmet(): Promise<readonly unknown[]>;
  /** When a function was called with something of an order, milliseconds since 1970. */
  invocations(of: string, orderId: string): Promise<readonly number[]>;
  killPostgres(): Promise<void>;
  restartPostgres(): Promise<void>;
  /** As if its machine were gone; it misses nothing of what happens meanwhile. */
  takeReplicaAway(): Promise<void>;
  bringReplicaBack(): Promise<void>;
  /** @returns how many there were */
  killWorkers(): Promise<number>;
  /** Stops everything and removes its data. */
  close(): Promise<void>;
}

type Command =
  | { readonly method: 'invocations'; readonly of: string; readonly orderId: string }
  | { readonly method: 'disturb'; readonly point: keyof Faults; readonly rules: readonly unknown[] }
  | {
      readonly method:
        | 'unmet'
        | 'killPostgres'
        | 'restartPostgres'
        | 'takeReplicaAway'
        | 'bringReplicaBack'
        | 'killWorkers';
    };
export type Call = Command & { readonly id: number };
export interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

export async function startRemoteChaos(stateDirectory: string): Promise<RemoteChaos> {
  const child = fork(path.join(__dirname, 'chaos-process.ts'), [stateDirectory], {
    execPath: projectNode(),
    execArgv: ['--require', 'tsx/cjs'],
    cwd: REPOSITORY,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the local cloud under chaos has ended with ${code}:\n${said}`);
  });
  ended.catch(() => undefined);
  const waiting = new Map<number, (reply: Reply) => void>();
  child.on('message', (reply: Reply) => {
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  const replyTo = async <T>(id: number): Promise<T> => {
    const reply = await Promise.race([new Promise<Reply>((resolve) => waiting.set(id, resolve)), ended]);
    if (reply.error !== undefined) {
      throw new Error(reply.error);
    }
    return reply.result as T;
  };
  let calls = 0;
  const call = <T>(command: Command): Promise<T> => {
    calls += 1;
    const reply = replyTo<T>(calls);
    child.send({ ...command, id: calls });
    return reply;
  };

  return {
    endpoints: await replyTo<Endpoints>(0),
    disturb: (point, ...rules) => call({ method: 'disturb', point, rules }),
    unmet: () => call({ method: 'unmet' }),
    invocations: (of, orderId) => call({ method: 'invocations', of, orderId }),
    killPostgres: () => call({ method: 'killPostgres' }),
    restartPostgres: () => call({ method: 'restartPostgres' }),
    takeReplicaAway: () => call({ method: 'takeReplicaAway' }),
    bringReplicaBack: () => call({ method: 'bringReplicaBack' }),
    killWorkers: () => call({ method: 'killWorkers' }),
    async close() {
      child.disconnect();
      await ended.catch(() => undefined);
    },
  };
}
