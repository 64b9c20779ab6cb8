import type { AlarmReading } from '../../../../lambdas/ports/alarm-reader';
import { summarizeAlarms } from '../../../../localstack/main-job/alarms-summary';

const alarm = (runbook: string, rings = true): AlarmReading => ({
  id: runbook,
  state: rings ? 'ALARM' : 'OK',
  rings,
  description: `Something is wrong. Customers: they wait. Runbook: docs/runbooks/${runbook.replace('#', '.md#')}`,
  points: [],
});
const poisoned = alarm('dead-letters#orders');

describe('The alarms after the main job', () => {
  it('are right when the poison message rings its own, and nothing else rings', () => {
    const summary = summarizeAlarms([alarm('drift', false)], [poisoned, alarm('drift', false)]);

    expect(summary).toEqual({ areRight: true, text: '1 of 2 alarms rings: dead-letters#orders' });
  });

  it('are not right when one cries wolf', () => {
    const summary = summarizeAlarms([], [poisoned, alarm('drift.md')]);

    expect(summary.areRight).toBe(false);
    expect(summary.text).toContain('rings, and should not: Something is wrong.');
  });

  it('are not right when nobody is told of the poison message', () => {
    expect(summarizeAlarms([], [alarm('drift.md', false)])).toMatchObject({
      areRight: false,
      text: expect.stringContaining('0 of 1 alarms ring: none'),
    });
  });

  it('are not to blame for what rang before, in data that goes on', () => {
    expect(summarizeAlarms([alarm('drift.md')], [alarm('drift.md'), poisoned])).toMatchObject({ areRight: true });
  });
});
