import { INCIDENT_NAMES } from '../../../../localstack/chaos/incidents';
import { tooTame } from '../../../../localstack/chaos/too-tame';

const hit = Object.fromEntries(INCIDENT_NAMES.map((name) => [name, 1]));

describe('An experiment', () => {
  it.each([
    { rate: 0.07, disturbed: 0.05 },
    { rate: 0.05, disturbed: 0.05 },
    { rate: 0.02, disturbed: 0.01 },
    { rate: 0, disturbed: 0 },
  ])('counts when $disturbed of its calls were disturbed at a rate of $rate', (given) => {
    expect(tooTame({ ...given, hit })).toEqual([]);
  });

  it.each([
    { rate: 0.07, disturbed: 0.0499 },
    { rate: 0.5, disturbed: 0.0499 },
    { rate: 0.05, disturbed: 0.0499 },
    { rate: 0.02, disturbed: 0.0099 },
  ])('fails when only $disturbed of its calls were disturbed at a rate of $rate', (given) => {
    expect(tooTame({ ...given, hit })).toEqual([expect.stringContaining('calls were disturbed')]);
  });

  it.each(['payment provider killed', 'carrier killed', 'Postgres killed', 'all workers killed', ...INCIDENT_NAMES])(
    'fails without this: %s',
    (name) => {
      const { [name]: _, ...others } = hit;
      const missed = [`experiment: nobody noticed: ${name}`];

      expect(tooTame({ rate: 0.07, disturbed: 0.07, hit: others })).toEqual(missed);
      expect(tooTame({ rate: 0.07, disturbed: 0.07, hit: { ...hit, [name]: 0 } })).toEqual(missed);
    },
  );
});
