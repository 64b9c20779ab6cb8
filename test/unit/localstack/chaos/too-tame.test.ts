import { tooTame } from '../../../../localstack/chaos/too-tame';

describe('An experiment', () => {
  it.each([
    { rate: 0.07, disturbed: 0.05 },
    { rate: 0.05, disturbed: 0.05 },
    { rate: 0.02, disturbed: 0.01 },
    { rate: 0, disturbed: 0 },
  ])('counts when $disturbed of its calls were disturbed at a rate of $rate', (given) => {
    expect(tooTame({ ...given, workersKilled: 1 })).toEqual([]);
  });

  it.each([
    { rate: 0.07, disturbed: 0.0499 },
    { rate: 0.5, disturbed: 0.0499 },
    { rate: 0.05, disturbed: 0.0499 },
    { rate: 0.02, disturbed: 0.0099 },
  ])('fails when only $disturbed of its calls were disturbed at a rate of $rate', (given) => {
    expect(tooTame({ ...given, workersKilled: 1 })).toEqual([expect.stringContaining('calls were disturbed')]);
  });

  it('fails when no worker was killed', () => {
    expect(tooTame({ rate: 0.07, disturbed: 0.07, workersKilled: 0 })).toEqual(['experiment: no worker was killed']);
  });
});
