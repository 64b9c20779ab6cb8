import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { UndoStep } from '../lambdas/domain/undo-steps';
import type { ConsumerQueue } from '../lib/consumer-outputs';
import type { DatabaseAddress } from './postgres/postgres';
import { SHARED_LOCAL_DIRECTORY } from './repository';
import { writeAtomically } from './write-atomically';

/** Where everything of a running local cloud listens. */
export interface Endpoints {
  /** Without a trailing slash. */
  readonly api: string;
  readonly emulator: string;
  readonly region: string;
  readonly postgres: DatabaseAddress & { readonly url: string };
  /** A streaming replica of it. */
  readonly replica: DatabaseAddress & { readonly url: string };
  /** Stands before Postgres if it was asked for. */
  readonly pooler?: DatabaseAddress & { readonly url: string };
  readonly paymentProvider: { readonly url: string; readonly ledgerUrl: string };
  readonly carrier: { readonly url: string; readonly ledgerUrl: string };
  readonly tokenIssuer: { readonly url: string; readonly audience: string; readonly jwksUrl: string };
  /** Segments that functions have sent, in place of X-Ray. */
  readonly traces: { readonly daemonAddress: string; readonly directory: string; readonly apiUrl: string };
  /** How the alarms of the templates are, in place of CloudWatch. */
  readonly alarms: { readonly apiUrl: string };
  /** Where operators look, if it was started. */
  readonly console?: string;
  readonly queues: {
    readonly orders: string;
    readonly orderDeadLetters: string;
    readonly failedExecutions: string;
    readonly failedExecutionsDeadLetters: string;
    /** Events of the payment provider. */
    readonly paymentEvents: string;
    readonly paymentEventDeadLetters: string;
    /** Deliveries to endpoints of merchants. */
    readonly webhooks: string;
    readonly webhookDeadLetters: string;
  };
  /** Events on their way to whoever wants to know of them: `mail-events`, `webhook-events`, and those that were added. */
  readonly consumers: readonly ConsumerQueue[];
  readonly stateMachineArn: string;
  /** Names of the functions of the saga's way back, by step. */
  readonly undos: Readonly<Record<UndoStep, string>>;
  readonly tables: {
    readonly intake: string;
    readonly circuits: string;
    readonly failureRecords: string;
    readonly deliveries: string;
    readonly webhookEndpoints: string;
  };
  readonly stateDirectory: string;
  readonly generation: string;
  /** Of the process that everything lives and dies with. */
  readonly pid: number;
}

export const stateDirectoryOf = (environment: NodeJS.ProcessEnv = process.env): string =>
  path.resolve(environment['ORDER_WORKFLOW_STATE'] ?? path.join(SHARED_LOCAL_DIRECTORY, 'cloud'));

const fileOf = (stateDirectory: string): string => path.join(stateDirectory, 'endpoints.json');

export const saveEndpoints = (endpoints: Endpoints): void =>
  writeAtomically(fileOf(endpoints.stateDirectory), `${JSON.stringify(endpoints, null, 2)}\n`);

/** @returns undefined when no local cloud runs on this state directory */
export function readEndpoints(stateDirectory: string): Endpoints | undefined {
  const file = fileOf(stateDirectory);
  if (!existsSync(file)) {
    return undefined;
  }
  const endpoints = JSON.parse(readFileSync(file, 'utf8')) as Endpoints;
  return isAlive(endpoints.pid) ? endpoints : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it lives, and belongs to another user
  }
}

export const removeEndpoints = (stateDirectory: string): void => rmSync(fileOf(stateDirectory), { force: true });
