import { beginDeadline, withinDeadline } from '../../../lambdas/resilience/deadline';

describe('The deadline of an invocation', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
    beginDeadline(undefined);
  });

  it('leaves a call its own bound while there is time', () => {
    beginDeadline(20_000);

    expect(withinDeadline(7_000)).toBe(7_000);
  });

  it('gives a call what is left, less the time to say so', () => {
    beginDeadline(20_000);
    jest.advanceTimersByTime(15_000);

    expect(withinDeadline(7_000)).toBe(4_500);
    expect(withinDeadline(2_000)).toBe(2_000);
  });

  it('gives a call next to nothing when the time is over, never a bound that somebody takes for none', () => {
    beginDeadline(20_000);
    jest.advanceTimersByTime(60_000);

    expect(withinDeadline(7_000)).toBe(1);
  });

  it('begins anew with each invocation, and is not there where nobody kills anybody', () => {
    beginDeadline(20_000);
    jest.advanceTimersByTime(60_000);
    beginDeadline(20_000);
    expect(withinDeadline(7_000)).toBe(7_000);

    beginDeadline(undefined);
    jest.advanceTimersByTime(3_600_000);
    expect(withinDeadline(7_000)).toBe(7_000);
  });
});
