import type { circuitSignals as CircuitSignals } from '../../../lambdas/runtime/circuit-signals';

/** Every line that is written while the work is done. */
function linesOf(work: () => void): readonly string[] {
  const written: string[] = [];
  const real = { out: process.stdout.write, err: process.stderr.write };
  const capture = (text: unknown): boolean => written.push(String(text)) > 0;
  process.stdout.write = capture as typeof process.stdout.write;
  process.stderr.write = capture as typeof process.stderr.write;
  try {
    work();
  } finally {
    process.stdout.write = real.out;
    process.stderr.write = real.err;
  }
  return written.join('').split('\n').filter(Boolean);
}

describe('Signals of circuits', () => {
  let circuitSignals: typeof CircuitSignals;
  beforeAll(() => {
    process.env['POWERTOOLS_LOG_LEVEL'] = 'INFO';
    ({ circuitSignals } = require('../../../lambdas/runtime/circuit-signals'));
  });

  it('are a metric by service and new state, and a line that says what changed, for every change', () => {
    const [metric = '', line = ''] = linesOf(() =>
      circuitSignals.changed({ dependency: 'carrier', from: 'closed', to: 'open', epoch: 3, at: new Date() }),
    );

    expect(JSON.parse(metric)).toMatchObject({
      dependency: 'carrier',
      to: 'open',
      CircuitChanged: 1,
      _aws: { CloudWatchMetrics: [{ Dimensions: [expect.arrayContaining(['dependency', 'to'])] }] },
    });
    expect(JSON.parse(line)).toMatchObject({
      level: 'WARN',
      dependency: 'carrier',
      from: 'closed',
      to: 'open',
      epoch: 3,
    });
  });

  it('are a metric and a line when calls go through unguarded', () => {
    const [metric = '', line = ''] = linesOf(() => circuitSignals.storeAway('carrier', new Error('no answer in time')));

    expect(JSON.parse(metric)).toMatchObject({ dependency: 'carrier', CircuitUnguarded: 1 });
    expect(JSON.parse(line)).toMatchObject({
      level: 'WARN',
      dependency: 'carrier',
      error: { message: 'no answer in time' },
    });
  });

  it('do not carry the service of one change into the metric of the next', () => {
    const [first = '', , second = ''] = linesOf(() => {
      circuitSignals.changed({ dependency: 'carrier', from: 'closed', to: 'open', epoch: 3, at: new Date() });
      circuitSignals.storeAway('payment-provider', new Error('no answer in time'));
    });

    expect(JSON.parse(first)).toMatchObject({ dependency: 'carrier' });
    expect(JSON.parse(second)).toMatchObject({ dependency: 'payment-provider' });
    expect(JSON.parse(second)).not.toHaveProperty('to');
  });
});
