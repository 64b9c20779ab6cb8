/** A statistic of what was measured in one period. Undefined: nothing was, except that a sum or a count has to exist. */
export function statisticOf(statistic: string, values: readonly number[]): number | undefined {
  if (values.length === 0) {
    return undefined;
  }
  const sum = values.reduce((total, value) => total + value, 0);
  switch (statistic) {
    case 'Sum':
      return sum;
    case 'SampleCount':
      return values.length;
    case 'Average':
      return sum / values.length;
    case 'Minimum':
      return Math.min(...values);
    case 'Maximum':
      return Math.max(...values);
    default:
      return percentile(statistic, values);
  }
}

function percentile(statistic: string, values: readonly number[]): number | undefined {
  const percent = Number(/^p(\d+(?:\.\d+)?)$/.exec(statistic)?.[1]);
  if (!(percent >= 0 && percent <= 100)) {
    throw new Error(`cannot calculate the statistic '${statistic}'`);
  }
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}
