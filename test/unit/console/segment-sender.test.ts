import { createSegmentSender } from '../../../console/tracing/segment-sender';
import type { SegmentDocument } from '../../../lambdas/contracts/segment-document';

const document = (name: string) => (): SegmentDocument => ({
  trace_id: '1-6817a0c1-111111111111111111111111',
  id: '1111111111111111',
  name,
  start_time: 1,
  end_time: 2,
});
const namesIn = (sent: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  sent.map((documents) => documents.map((text) => JSON.parse(text).name));

describe('Spans of the console', () => {
  const sent: (readonly string[])[] = [];
  const sender = createSegmentSender({ put: async (documents) => void sent.push(documents) });
  beforeEach(() => {
    sent.length = 0;
    jest.useFakeTimers();
  });
  afterEach(() => jest.useRealTimers());

  it('go to X-Ray together, a moment later', async () => {
    sender.emit(document('one'));
    sender.emit(document('two'));
    expect(sent).toEqual([]);

    await jest.advanceTimersByTimeAsync(1_000);

    expect(namesIn(sent)).toEqual([['one', 'two']]);
  });

  it('go at once when the console ends, and no more than X-Ray takes in one call', async () => {
    for (let number = 0; number < 51; number += 1) {
      sender.emit(document(String(number)));
    }

    await sender.flush();
    await jest.advanceTimersByTimeAsync(10_000);

    expect(sent.map(({ length }) => length)).toEqual([50, 1]);
  });

  it('are dropped while X-Ray is away, and harm nobody', async () => {
    const away = createSegmentSender({ put: () => Promise.reject(new Error('away')) });
    for (let number = 0; number < 5_000; number += 1) {
      away.emit(document('lost'));
    }

    await expect(away.flush()).resolves.toBeUndefined();
  });
});
