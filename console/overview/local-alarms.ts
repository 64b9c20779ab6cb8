import * as z from 'zod/mini';
import type { AlarmReader } from '../../lambdas/ports/alarm-reader';

/** It reads the logs of all functions. */
const TIMEOUT_MS = 30_000;

const answerSchema = z.array(
  z.object({
    id: z.string(),
    state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
    rings: z.boolean(),
    description: z.string(),
    points: z.array(z.number()),
  }),
);

/** The alarms of a local cloud, which evaluates them itself. */
export const createLocalAlarms = (url: string): AlarmReader => ({
  async read() {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!answer.ok) {
      throw new Error(`the local cloud cannot say how its alarms are (status ${answer.status})`);
    }
    return answerSchema.parse(await answer.json());
  },
});
