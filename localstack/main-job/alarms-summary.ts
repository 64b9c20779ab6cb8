import pc from 'picocolors';
import type { AlarmReading } from '../../lambdas/ports/alarm-reader';
import { readLocalAlarms } from '../alarms/local-alarms';
import { runbookOf } from '../alarms/runbook-of';
import type { Endpoints } from '../endpoints';

/** Of all that the main job does, only the poison message is something that an operator has to look at. */
const EXPECTED = 'dead-letters#orders';

export interface AlarmsSummary {
  /** Whether declines, refusals and duplicates ring nothing, and the one real accident rings its own alarm. */
  readonly areRight: boolean;
  readonly text: string;
}

/** What the main job did to the alarms: how they were when it began, and how they are now. */
export async function watchAlarms(endpoints: Endpoints, began: Date): Promise<AlarmsSummary> {
  const before = await readLocalAlarms(endpoints, { now: began.getTime() });
  return summarizeAlarms(before, await readLocalAlarms(endpoints));
}

export function summarizeAlarms(before: readonly AlarmReading[], now: readonly AlarmReading[]): AlarmsSummary {
  const rangBefore = new Set(before.filter(isRinging).map(({ id }) => id));
  const ringing = now.filter(isRinging);
  const wrong = ringing.filter(({ id, description }) => !rangBefore.has(id) && runbookOf(description) !== EXPECTED);
  const isTold = ringing.some(({ description }) => runbookOf(description) === EXPECTED);
  const problems = [
    ...wrong.map(({ description }) => `rings, and should not: ${description}`),
    ...(isTold ? [] : [`does not ring, and should: ${EXPECTED}`]),
  ];
  const names = ringing.map(({ description }) => runbookOf(description)).join(', ');
  return {
    areRight: problems.length === 0,
    text: [
      `${ringing.length} of ${now.length} alarms ${ringing.length === 1 ? 'rings' : 'ring'}: ${names || 'none'}`,
      ...problems.map((problem) => pc.red(`  ${problem}`)),
    ].join('\n'),
  };
}

const isRinging = ({ rings }: AlarmReading): boolean => rings;
