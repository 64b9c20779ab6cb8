import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { DependencyUnavailableError, OutcomeUnknownError } from '../../../lambdas/domain/failures';
import { executionOnRecord } from '../../../lambdas/gateways/execution-on-record';

const START = Date.parse('2026-11-26T12:00:00.000Z');
const momentAt = (second: number): string => new Date(START + second * 1_000).toISOString();

/** A second apart, in the form of Step Functions. */
const historyOf = (...events: readonly Partial<HistoryEvent>[]): readonly HistoryEvent[] =>
  events.map(
    (event, index) => ({ timestamp: new Date(START + index * 1_000), id: index + 1, ...event }) as HistoryEvent,
  );

const entered = (name: string): Partial<HistoryEvent> => ({
  type: 'TaskStateEntered',
  stateEnteredEventDetails: { name },
});
const exited: Partial<HistoryEvent> = { type: 'TaskStateExited' };

/** The same way in the events of AWS, where a state calls its function directly, and in those of the emulator. */
const FAMILIES = [
  {
    family: 'AWS',
    scheduled: { type: 'LambdaFunctionScheduled' },
    started: { type: 'LambdaFunctionStarted' },
    succeeded: { type: 'LambdaFunctionSucceeded' },
    failed: (error: string, cause = 'secret') => ({
      type: 'LambdaFunctionFailed',
      lambdaFunctionFailedEventDetails: { error, cause },
    }),
    timedOut: { type: 'LambdaFunctionTimedOut', lambdaFunctionTimedOutEventDetails: { error: 'States.Timeout' } },
  },
  {
    family: 'the emulator',
    scheduled: { type: 'TaskScheduled' },
    started: { type: 'TaskStarted' },
    succeeded: { type: 'TaskSucceeded' },
    failed: (error: string, cause = 'secret') => ({ type: 'TaskFailed', taskFailedEventDetails: { error, cause } }),
    timedOut: { type: 'TaskTimedOut' },
  },
] as const;

describe.each(FAMILIES)('An execution as $family tells it', ({ scheduled, started, succeeded, failed, timedOut }) => {
  const of = (...events: readonly object[]) => executionOnRecord(historyOf(...events));

  it('is the way that it took, with every attempt', () => {
    const execution = of(
      { type: 'ExecutionStarted' },
      entered('ReserveInventory'),
      scheduled,
      started,
      succeeded,
      exited,
      entered('ChargePayment'),
      scheduled,
      started,
      failed('OutcomeUnknownError'),
      scheduled,
      started,
      failed('PaymentDeclinedError'),
      exited,
      { type: 'ExecutionSucceeded' },
    );

    expect(execution).toEqual({
      startedAt: momentAt(0),
      endedAt: momentAt(14),
      status: 'SUCCEEDED',
      visits: [
        {
          step: 'ReserveInventory',
          at: momentAt(1),
          endedAt: momentAt(5),
          attempts: [{ attempt: 1, at: momentAt(2), endedAt: momentAt(4) }],
        },
        {
          step: 'ChargePayment',
          at: momentAt(6),
          endedAt: momentAt(13),
          attempts: [
            { attempt: 1, at: momentAt(7), endedAt: momentAt(9), error: 'OutcomeUnknownError' },
            { attempt: 2, at: momentAt(10), endedAt: momentAt(12), error: 'PaymentDeclinedError' },
          ],
        },
      ],
    });
    expect(JSON.stringify(execution)).not.toContain('secret');
  });

  it.each([
    [
      new DependencyUnavailableError('payment-provider', { circuitIsOpen: true }),
      { dependency: 'payment-provider', circuitIsOpen: true },
    ],
    [new DependencyUnavailableError('postgres'), { dependency: 'postgres', circuitIsOpen: false }],
    [
      new DependencyUnavailableError('the carrier (it refuses our API key)'),
      { dependency: 'the carrier (it refuses our API key)', circuitIsOpen: false },
    ],
  ])('says what a step waits for: %s', ({ name, message }, awaits) => {
    const cause = JSON.stringify({ errorType: name, errorMessage: message, trace: ['secret'] });
    const execution = of({ type: 'ExecutionStarted' }, entered('ChargePayment'), scheduled, failed(name, cause));

    expect(execution?.visits[0]?.attempts[0]).toMatchObject({ error: name, awaits });
    expect(JSON.stringify(execution)).not.toContain('secret');
  });

  it('keeps what a failure of ours says', () => {
    const { name, message } = new OutcomeUnknownError('booking the shipment', 'an answer with status 409');
    const cause = JSON.stringify({ errorType: name, errorMessage: message, trace: ['secret'] });

    expect(of({ type: 'ExecutionStarted' }, entered('BookShipment'), scheduled, failed(name, cause))).toMatchObject({
      visits: [{ attempts: [{ error: name, message }] }],
    });
  });

  it.each([
    ['TypeError', '{"errorMessage":"secret"}'],
    ['DependencyUnavailableError', '{"errorMessage":"secret@example.com is unavailable"}'],
    ['DependencyUnavailableError', 'secret is unavailable'],
    ['Error', '{"errorMessage":"secret is unavailable"}'],
  ])('says nothing of what somebody else wrote: %s, %s', (error, cause) => {
    const execution = of({ type: 'ExecutionStarted' }, entered('ChargePayment'), scheduled, failed(error, cause));

    expect(execution?.visits[0]?.attempts[0]).not.toHaveProperty('awaits');
    expect(JSON.stringify(execution)).not.toContain('secret');
  });

  it('has no end while it runs, and attempts have none either', () => {
    expect(of({ type: 'ExecutionStarted' }, entered('ReserveInventory'), scheduled)).toMatchObject({
      status: 'RUNNING',
      visits: [{ attempts: [{ attempt: 1, at: momentAt(2) }] }],
    });
  });

  it('names a time-out as Step Functions does', () => {
    const execution = of({ type: 'ExecutionStarted' }, entered('BookShipment'), scheduled, timedOut);

    expect(execution?.visits[0]?.attempts[0]).toMatchObject({ error: 'States.Timeout' });
  });

  it.each([
    ['ExecutionFailed', 'FAILED'],
    ['ExecutionTimedOut', 'TIMED_OUT'],
    ['ExecutionAborted', 'ABORTED'],
  ])('ends with %s as %s', (type, status) => {
    expect(of({ type: 'ExecutionStarted' }, { type })).toMatchObject({ status, endedAt: momentAt(1) });
  });

  it('goes on after it was redriven', () => {
    const execution = of({ type: 'ExecutionStarted' }, { type: 'ExecutionFailed' }, { type: 'ExecutionRedriven' });

    expect(execution?.status).toBe('RUNNING');
    expect(execution).not.toHaveProperty('endedAt');
  });
});

it('An execution without events is none', () => {
  expect(executionOnRecord([])).toBeUndefined();
});
