import { readdirSync } from 'node:fs';
import { pageOf } from '../../../console/overview/alarm-page';
import { alarmSource } from '../../../console/overview/alarm-source';
import { readAlarmText } from '../../../console/overview/alarm-text';
import { concernsIn } from '../../../console/overview/attention';
import { type AlarmFigures, known, type OverviewFigures, unknown } from '../../../console/overview/figures';
import { PARTS } from '../../../console/overview/parts';
import { describeAlarm } from '../../../lib/constructs/order-observability/order-alarm';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const NOT_ASKED = unknown('not asked');

const figuresWith = (alarms: OverviewFigures['alarms']): OverviewFigures => ({
  at: NOW.toISOString(),
  ...{ minutes: NOT_ASKED, open: NOT_ASKED, oldestWaiting: NOT_ASKED, queues: NOT_ASKED, circuits: NOT_ASKED },
  drift: NOT_ASKED,
  alarms,
});
const show = (alarms: OverviewFigures['alarms']): string => String(PARTS['alarms']?.(figuresWith(alarms), NOW));

const TEXT = describeAlarm({
  what: 'POST /orders fails. Often',
  customers: 'they cannot place orders; <b>all</b> of them',
  runbook: 'dead-letters#orders',
});
const ringing = (runbooks?: string): AlarmFigures => ({
  at: NOW.toISOString(),
  all: 46,
  ringing: [readAlarmText('dev-order-Alarm', TEXT, runbooks)],
});

describe('The alarms on the overview', () => {
  it('say what is wrong, what customers notice and which runbook helps', () => {
    const markup = show(known(ringing()));

    expect(markup).toContain(
      '<strong title="dev-order-Alarm"><a href="/dead-letters">POST /orders fails. Often</a></strong>',
    );
    expect(markup).toContain('Customers: they cannot place orders; &lt;b&gt;all&lt;/b&gt; of them.');
    expect(markup).toContain('<code>dead-letters.md#orders</code>');
    expect(markup).toContain('1 of 46');
  });

  it('link the runbook where it can be read', () => {
    expect(show(known(ringing('https://wiki.example.com/runbooks/')))).toContain(
      '<a href="https://wiki.example.com/runbooks/dead-letters.md#orders">dead-letters.md#orders</a>',
    );
  });

  it('are among what needs somebody, once each, though a short and a long time are looked at', () => {
    const [alarm] = ringing().ringing;
    const twice = { ...ringing(), ringing: alarm === undefined ? [] : [alarm, { ...alarm, name: 'slow' }] };

    expect(concernsIn(figuresWith(known(twice)), NOW)).toEqual([
      { href: '/dead-letters', text: 'alarm: POST /orders fails. Often' },
    ]);
  });

  it('lead to the page that helps, or to themselves where there is none, and all of these have a runbook', () => {
    const runbooks = readdirSync('docs/runbooks').map((file) => ({ name: file }));
    const pages = runbooks.flatMap((runbook) => pageOf({ runbook }) ?? []);

    expect(pageOf({ runbook: { name: 'queue-age.md#orders' } })).toBe('#queues');
    expect(pageOf({ runbook: { name: 'throttled.md' } })).toBeUndefined();
    expect(pageOf({})).toBeUndefined();
    expect(pages).toHaveLength(13);
  });

  it('say of how many none rings, and when that was so', () => {
    expect(show(known({ at: NOW.toISOString(), all: 46, ringing: [] }))).toMatch(/None of 46 rings, looked at <time/);
  });

  it('say why they are not known', () => {
    expect(show(unknown('not authorized'))).toContain('Not available: not authorized');
    expect(alarmSource(undefined as never, {}, { now: () => NOW })).toEqual({
      missing: 'the console was not told whose alarms to look at (CONSOLE_STAGE)',
    });
  });

  it('show the text of somebody else’s alarm as it is, and the name of one without any', () => {
    expect(readAlarmText('disk', 'The disk is full.')).toEqual({ name: 'disk', what: 'The disk is full.' });
    expect(readAlarmText('disk', '')).toEqual({ name: 'disk', what: 'disk' });
  });
});
