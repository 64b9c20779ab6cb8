import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { addressesIn } from '../../bin/cli/operated-queues';
import { createDynamoIntakeStore } from '../../lambdas/persistence/dynamodb/intake-store';
import { emulatorClient } from '../aws';
import { drain } from '../drain';
import type { Endpoints } from '../endpoints';
import { redrive } from './redrive';
import { whatIsLeft } from './what-is-left';

const PAUSE_MS = 500;

export interface Quiet {
  readonly isQuiet: boolean;
  /** What was left when the time was over, one line each. */
  readonly left: readonly string[];
  /** Order ids of dead letters that were sent back; empty texts where they name none. */
  readonly redriven: readonly string[];
  readonly tookMs: number;
}

/**
 * Waits, once all is healed, until nothing is left to do: no message on its way, no execution running, no dead
 * letter that could still succeed, no order that was accepted and never sent (the sweeper comes once a minute).
 */
export async function untilQuiet(endpoints: Endpoints, withinMs: number, signal: AbortSignal): Promise<Quiet> {
  const { tables, emulator } = endpoints;
  const startedAt = performance.now();
  const client = emulatorClient(emulator);
  const sqs = new SQSClient(client);
  const intake = createDynamoIntakeStore({
    client: DynamoDBDocumentClient.from(new DynamoDBClient(client)),
    table: tables.intake,
  });
  // A webhook that was given up is an end: its merchant did not answer for the whole of its time.
  const redrivable = addressesIn(endpoints).filter(({ kind }) => kind !== 'webhookDelivery');
  const redriven: string[] = [];

  const isQuiet = async (leftMs: number): Promise<boolean> => {
    if (!(await drain(endpoints, leftMs, signal))) {
      return false;
    }
    const sent: string[] = [];
    for (const { deadLetters, source } of redrivable) {
      sent.push(...(await redrive(sqs, { from: deadLetters, to: source })));
    }
    redriven.push(...sent);
    const waiting = await intake.findNotStarted({ acceptedBefore: new Date(), limit: 1, onlyForgotten: false });
    return sent.length === 0 && waiting.length === 0;
  };

  for (;;) {
    const leftMs = withinMs - (performance.now() - startedAt);
    const quiet = leftMs > 0 && (await isQuiet(leftMs));
    if (quiet || leftMs <= 0) {
      const left = quiet ? [] : await whatIsLeft(endpoints);
      return { isQuiet: quiet, left, redriven, tookMs: Math.round(performance.now() - startedAt) };
    }
    await sleep(PAUSE_MS, undefined, { signal });
  }
}
