import { CALL_TIMEOUT_MS } from '../../../lambdas/gateways/call-timeouts';
import { OUTSIDE_FUNCTION_TIMEOUT } from '../../../lib/constructs/order-saga-policies';
import { OUTSIDE_WAYS } from '../../support/timeouts/outside-ways';

/** A step's function is killed after this long, whatever it was doing. */
const FUNCTION_TIMEOUT_MS = OUTSIDE_FUNCTION_TIMEOUT.toMilliseconds();
/** Cold start, and statements that are answered without an incident. */
const REST_MS = 2_000;

describe('Time-outs of outside calls', () => {
  it.each(Object.entries(OUTSIDE_WAYS))('%s ends before its function is killed', (_, calls) => {
    const sum = calls.reduce((total, call) => total + CALL_TIMEOUT_MS[call], 0);

    expect(sum + REST_MS).toBeLessThanOrEqual(FUNCTION_TIMEOUT_MS);
  });

  it('leaves no call out', () => {
    expect(new Set(Object.values(OUTSIDE_WAYS).flat())).toEqual(new Set(Object.keys(CALL_TIMEOUT_MS)));
  });
});
