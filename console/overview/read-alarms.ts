import type { AlarmReader } from '../../lambdas/ports/alarm-reader';
import type { Clock } from '../../lambdas/ports/clock';
import { inTime } from '../http/in-time';
import { readAlarmText } from './alarm-text';
import type { AlarmFigures } from './figures';

/** Alarms are evaluated once a minute: asking more often would cost more, and say the same. */
const EVERY_MS = 30_000;
/** The figures beside it do not wait for longer. */
const PATIENCE_MS = 500;
/** From then on it is no slow answer any more. */
const SLOW_MS = 10_000;
/** What is older is not shown as if it were so. */
const STALE_MS = 3 * 60_000;

export interface ReadAlarmsDependencies {
  readonly alarms: AlarmReader;
  readonly clock: Clock;
  /** Where `docs/runbooks` can be read, if anywhere. */
  readonly runbooks?: string | undefined;
  readonly patienceMs?: number;
}

/** Which alarms ring. One question at a time, and what was answered last until the next answer is there. */
export function createReadAlarms({ alarms, clock, runbooks, patienceMs = PATIENCE_MS }: ReadAlarmsDependencies) {
  let asked: { readonly at: number; readonly answer: Promise<AlarmFigures>; isOpen: boolean } | undefined;
  let kept: AlarmFigures | undefined;

  const read = async (at: number): Promise<AlarmFigures> => {
    const readings = await alarms.read();
    const ringing = readings.filter(({ rings }) => rings);
    kept = {
      at: new Date(at).toISOString(),
      all: readings.length,
      ringing: ringing.map(({ id, description }) => readAlarmText(id, description, runbooks)),
    };
    return kept;
  };

  const ask = (at: number) => {
    const question = { at, answer: read(at), isOpen: true };
    const close = () => {
      question.isOpen = false;
    };
    question.answer.then(close, close);
    return question;
  };

  return async (): Promise<AlarmFigures> => {
    const now = clock.now().getTime();
    if (asked === undefined || (!asked.isOpen && now - asked.at >= EVERY_MS)) {
      asked = ask(now);
    }
    if (kept !== undefined && now - Date.parse(kept.at) < STALE_MS) {
      return kept;
    }
    const figures = await inTime(asked.answer, patienceMs);
    if (figures === undefined) {
      throw new Error(now - asked.at < SLOW_MS ? 'still asking' : 'nobody answers how the alarms are');
    }
    return figures;
  };
}
