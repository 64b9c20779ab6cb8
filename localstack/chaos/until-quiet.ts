import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { atDesk, type Desk } from '../../bin/cli/dead-letters/desk';
import type { AssessedLetter } from '../../lambdas/operations/dead-letters/assess';
import type { LetterOutcome } from '../../lambdas/operations/dead-letters/treat-letters';
import { createDynamoIntakeStore } from '../../lambdas/persistence/dynamodb/intake-store';
import { emulatorClient } from '../aws';
import { drain } from '../drain';
import type { Endpoints } from '../endpoints';
import { giveBack, unrecordedAmong } from './give-back';
import { whatIsLeft } from './what-is-left';

const PAUSE_MS = 500;

export interface Quiet {
  readonly isQuiet: boolean;
  /** What is in the way of that, one line each. */
  readonly left: readonly string[];
  /** Order ids of dead letters that were sent back; empty texts where they name none. */
  readonly redriven: readonly string[];
  readonly tookMs: number;
}

/**
 * Waits, once all is healed, until nothing is left to do: no message on its way, no execution running, no dead
 * letter that could still succeed, no order that was accepted and never sent (the sweeper comes once a minute).
 */
export const untilQuiet = (endpoints: Endpoints, withinMs: number, signal: AbortSignal): Promise<Quiet> =>
  atDesk({ stateDirectory: endpoints.stateDirectory }, (desk) => quietAt(desk, endpoints, withinMs, signal));

async function quietAt(desk: Desk, endpoints: Endpoints, withinMs: number, signal: AbortSignal): Promise<Quiet> {
  const startedAt = performance.now();
  const dynamo = new DynamoDBClient(emulatorClient(endpoints.emulator));
  const client = DynamoDBDocumentClient.from(dynamo);
  const intake = createDynamoIntakeStore({ client, table: endpoints.tables.intake });
  const replayed: LetterOutcome[] = [];
  let stuck: readonly AssessedLetter[] = [];

  const isNothingLeft = async (leftMs: number): Promise<boolean> => {
    if (!(await drain(endpoints, leftMs, signal))) {
      return false;
    }
    const given = await giveBack(desk, signal);
    replayed.push(...given.replayed);
    stuck = given.stuck;
    const waiting = await intake.findNotStarted({ acceptedBefore: new Date(), limit: 1 });
    return given.replayed.length === 0 && given.failed.length === 0 && waiting.length === 0;
  };

  try {
    for (;;) {
      const leftMs = withinMs - (performance.now() - startedAt);
      const isOver = leftMs > 0 && (await isNothingLeft(leftMs));
      if (isOver || leftMs <= 0) {
        const left = [
          ...(isOver ? [] : await whatIsLeft(endpoints)),
          ...stuck.map(({ queue, letter, because }) => `dead letter ${letter.id} of ${queue}: ${because}`),
          ...(await unrecordedAmong(desk, replayed)).map(
            ({ letterId, queue }) => `dead letter ${letterId} of ${queue}: sent back, and nobody wrote it down`,
          ),
        ];
        return {
          isQuiet: isOver && left.length === 0,
          left,
          redriven: replayed.map(({ orderId }) => orderId ?? ''),
          tookMs: Math.round(performance.now() - startedAt),
        };
      }
      await sleep(PAUSE_MS, undefined, { signal });
    }
  } finally {
    dynamo.destroy();
  }
}
