import { traceWaterfall } from '../../../console/orders/trace-waterfall';
import type { TraceSpan } from '../../../lambdas/ports/trace-reader';

const spansOf = (count: number): readonly TraceSpan[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `${n}`,
    name: `work ${n}`,
    kind: 'service',
    startedAtMs: n,
    endedAtMs: n + 1,
    outcome: 'ok',
    annotations: {},
  }));
const show = (count: number): string => traceWaterfall([{ traceId: '1-5', spans: spansOf(count) }]).text;

describe('The picture of a trace', () => {
  it('shows what an order takes without trouble, and more to whoever asks', () => {
    expect(show(80)).not.toContain('<details');
    expect(show(81)).toMatch(/work 79<.*<summary>1 more span<\/summary>.*work 80</s);
    expect(show(100).match(/<tr><td/g)).toHaveLength(100);
  });

  it('says how many it leaves out', () => {
    expect(show(200).match(/<tr><td/g)).toHaveLength(150);
    expect(show(200)).toContain('50 more spans are not shown.');
  });
});
