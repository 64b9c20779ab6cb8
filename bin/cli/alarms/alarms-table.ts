import type { AlarmReading } from '../../../lambdas/ports/alarm-reader';
import { WIDTH, wrap } from '../text';

/** What is wrong, what it means and what helps, each on lines of its own: nobody reads half a sentence at night. */
export function alarmsTable(readings: readonly AlarmReading[], all: number): string {
  const ringing = readings.filter(({ rings }) => rings).length;
  const end =
    ringing === 0 ? `None of ${all} alarms rings.` : `${ringing} of ${all} alarms ${ringing === 1 ? 'rings' : 'ring'}.`;
  return [...readings.map(paragraph), end].join('\n\n');
}

const paragraph = ({ id, state, rings, description }: AlarmReading): string =>
  [
    `${rings ? 'RINGS' : state}  ${id}`,
    ...description.split(/(?<=\.) (?=Customers:|Runbook:)/).flatMap((sentence) => wrap(sentence, WIDTH - 4)),
  ].join('\n    ');
