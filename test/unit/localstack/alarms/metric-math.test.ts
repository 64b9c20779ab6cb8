import { evaluateMath } from '../../../../localstack/alarms/metric-math';

const series = { a: [1, 2, undefined], b: [4, undefined, 6], none: [undefined, undefined, undefined] };

describe('Metric math', () => {
  it.each([
    ['a + b', [5, undefined, undefined]],
    ['100 * a / b', [25, undefined, undefined]],
    ['a - 1 - 1', [-1, 0, undefined]],
    ['1 + 2 * a', [3, 5, undefined]],
    ['(1 + 2) * a', [3, 6, undefined]],
    ['-a', [-1, -2, undefined]],
    ['a >= 2', [0, 1, undefined]],
    ['a < 2 AND FILL(b, 0) > 3', [1, 0, undefined]],
    ['a > 1 || a < 2', [1, 1, undefined]],
    ['IF(a > 1, 10, 20)', [20, 10, undefined]],
    ['IF(a > 1, b, 0)', [0, undefined, undefined]],
    ['FILL(a, 0)', [1, 2, 0]],
    ['MAX(a, b)', [4, 2, 6]],
    ['MAX([a, b])', [4, 2, 6]],
    ['MAX([a, none])', [1, 2, undefined]],
    ['SUM([a, b, none])', [5, 2, 6]],
    ['MIN(a, 1.5)', [1, 1.5, 1.5]],
  ])('calculates %s', (expression, points) => {
    expect(evaluateMath(expression, series)).toEqual(points);
  });

  it('cannot fill what never had a value', () => {
    expect(evaluateMath('FILL(none, 0)', series)).toEqual([undefined, undefined, undefined]);
  });

  it.each(['a +', '(a', 'c', 'ANOMALY_DETECTION_BAND(a, 2)', 'a b', 'IF(a)(b)', 'MAX([a, b)'])(
    'fails to calculate %s',
    (expression) => {
      expect(() => evaluateMath(expression, series)).toThrow();
    },
  );
});
