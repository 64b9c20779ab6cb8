import { CALL_TIMEOUT_MS, type CallTimeouts } from '../../../lambdas/gateways/call-timeouts';
import { CIRCUIT_SETTINGS, circuitSettings, type GuardedPart } from '../../../lambdas/gateways/circuit-settings';
import { WEBHOOK_TIMEOUT_MS } from '../../../lambdas/gateways/http-webhook-sender';

/** The longest ways through one call of each port: a circuit counts such a call as one. */
const portCalls: Record<Exclude<GuardedPart, 'webhook-endpoint'>, readonly (readonly (keyof CallTimeouts)[])[]> = {
  'payment-provider': [
    ['readSecret', 'createIntent'],
    ['readSecret', 'confirmIntent', 'retrieveIntent'],
    ['readSecret', 'cancelIntent', 'retrieveIntent'],
    ['readSecret', 'createRefund', 'listRefunds'],
  ],
  carrier: [
    ['readSecret', 'bookShipment'],
    ['readSecret', 'cancelShipment'],
  ],
};
const longestCallMs: Record<GuardedPart, number> = {
  'payment-provider': longestOf(portCalls['payment-provider']),
  carrier: longestOf(portCalls.carrier),
  'webhook-endpoint': WEBHOOK_TIMEOUT_MS,
};
/** What the recording of a result may take, and two clocks may differ by. */
const MARGIN_MS = 3_000;

const parts = Object.keys(CIRCUIT_SETTINGS) as GuardedPart[];

describe.each(parts)('Settings of the circuit of the %s', (part) => {
  const settings = CIRCUIT_SETTINGS[part];

  it('let a lease outlive every call, so that no probe begins while another one may still run', () => {
    expect(settings.leaseMs).toBeGreaterThanOrEqual(longestCallMs[part] + MARGIN_MS);
  });

  it('do not let a probe that died hold up the next one for longer than a failed one does', () => {
    expect(settings.leaseMs).toBeLessThanOrEqual(settings.openForMs);
  });

  it('are those of the pattern: open after 5 failures, a probe after 60 s', () => {
    expect(settings).toMatchObject({ failuresToOpen: 5, openForMs: 60_000 });
  });

  it('shrink what is waited for on purpose, and nothing else, in a local run', () => {
    expect(circuitSettings(part, 0.02)).toEqual({ ...settings, openForMs: 1_200 });
  });

  it('can be set one by one', () => {
    expect(circuitSettings(part, 1, '{"failuresToOpen":3,"openForMs":30000}')).toEqual({
      ...settings,
      failuresToOpen: 3,
      openForMs: 30_000,
    });
    const all = { failuresToOpen: 2, openForMs: 90_000, leaseMs: 30_000, believedForMs: 500, storeAwayForMs: 5_000 };
    expect(circuitSettings(part, 1, JSON.stringify(all))).toEqual(all);
  });

  it.each([
    ['a lease that a call could outlive', `{"leaseMs":${settings.leaseMs - 1}}`, /should outlive its calls/],
    ['a circuit that is open for less than a lease', `{"openForMs":${settings.leaseMs - 1}}`, /should be from/],
    ['one that is open for so long that orders would be undone', '{"openForMs":300001}', /to 300000/],
    ['no failures', '{"failuresToOpen":0}', /failuresToOpen/],
    ['half a failure', '{"failuresToOpen":2.5}', /failuresToOpen/],
    ['a text', '{"believedForMs":"500"}', /believedForMs/],
    ['a number that there is not', '{"openFor":5}', /openFor/],
    ['what is no JSON', 'openForMs=5', /JSON/],
  ])('fail with %s', (_, given, message) => {
    expect(() => circuitSettings(part, 1, given)).toThrow(message);
  });
});

function longestOf(ways: readonly (readonly (keyof CallTimeouts)[])[]): number {
  return Math.max(...ways.map((calls) => calls.reduce((sum, call) => sum + CALL_TIMEOUT_MS[call], 0)));
}
