import { type DriftFigures, known, type OverviewFigures, unknown } from '../../../console/overview/figures';
import { PARTS } from '../../../console/overview/parts';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const NOT_ASKED = unknown('not asked');

const show = (drift: Partial<DriftFigures>): string => {
  const found = { at: NOW.toISOString(), orders: 3, complete: true, stockChecked: true, findings: [], ...drift };
  const figures: OverviewFigures = {
    ...{ at: found.at, minutes: NOT_ASKED, open: NOT_ASKED, oldestWaiting: NOT_ASKED, queues: NOT_ASKED },
    ...{ circuits: NOT_ASKED, alarms: NOT_ASKED, drift: known(found) },
  };
  return String(PARTS['drift']?.(figures, NOW));
};
const UNCHECKED = 'Without the stock, which could not be added up';

describe('The books on the overview', () => {
  it.each([
    ['agree', []],
    ['differ', ['order 1 is charged twice']],
  ])('say that stock was not looked at, when they %s', (tone, findings) => {
    expect(show({ findings, stockChecked: false })).toContain(tone);
    expect(show({ findings, stockChecked: false })).toContain(UNCHECKED);
    expect(show({ findings })).not.toContain(UNCHECKED);
  });
});
