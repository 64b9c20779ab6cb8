import { type ConnectionSample, judgeConnections } from '../../../../localstack/chaos/connections';

const QUIET_FROM = 1_000;
const sample = (change: Partial<ConnectionSample> = {}): ConnectionSample => ({
  at: QUIET_FROM - 1,
  open: 3,
  idleInTransaction: 0,
  environments: 3,
  broken: 0,
  ...change,
});
const afterwards = (change: Partial<ConnectionSample> = {}) => sample({ at: QUIET_FROM, ...change });
const verdict = (...samples: readonly ConnectionSample[]) => judgeConnections(samples, { quietFrom: QUIET_FROM });

describe('Connections of the functions', () => {
  it('are as many as there are execution environments', () => {
    expect(verdict(sample(), sample({ open: 0 }), afterwards())).toEqual([]);
  });

  it('fail when one execution environment has one more than it may, at any moment', () => {
    const tooMany = ['connections: 4 at once, and 3 execution environments may have 3'];

    expect(verdict(sample(), sample({ open: 4 }), sample())).toEqual(tooMany);
    expect(verdict(sample(), afterwards({ open: 4 }))).toEqual(tooMany);
  });

  it('may be more for those that were broken a moment ago: their servers are still busy', () => {
    expect(verdict(sample({ open: 4, broken: 1 }))).toEqual([]);
    expect(verdict(sample({ open: 5, broken: 1 }))).toHaveLength(1);
  });

  it('fail when one holds a transaction open once all is healed, and not before', () => {
    expect(verdict(sample({ idleInTransaction: 1 }))).toEqual([]);
    expect(verdict(sample(), afterwards({ idleInTransaction: 1 }), afterwards())).toEqual([
      'connections: 1 of them held a transaction open',
    ]);
  });

  it('fail when nobody has ever seen one: then nothing was looked at', () => {
    expect(verdict(sample({ open: 0 }))).toEqual([expect.stringContaining('none was ever seen')]);
    expect(verdict()).toEqual([expect.stringContaining('none was ever seen')]);
  });
});
