import { CALL_TIMEOUT_MS, type CallTimeouts } from '../../../lambdas/gateways/call-timeouts';
import { CIRCUIT_SETTINGS, circuitSettings, type GuardedService } from '../../../lambdas/gateways/circuit-settings';

/** The longest ways through one call of each port: a circuit counts such a call as one. */
const portCalls: Record<GuardedService, readonly (readonly (keyof CallTimeouts)[])[]> = {
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
/** What the recording of a result may take, and two clocks may differ by. */
const MARGIN_MS = 3_000;

const services = Object.keys(CIRCUIT_SETTINGS) as GuardedService[];

describe.each(services)('Settings of the circuit of the %s', (service) => {
  const settings = CIRCUIT_SETTINGS[service];

  it('let a lease outlive every call, so that no probe begins while another one may still run', () => {
    const longest = Math.max(
      ...portCalls[service].map((calls) => calls.reduce((sum, call) => sum + CALL_TIMEOUT_MS[call], 0)),
    );

    expect(settings.leaseMs).toBeGreaterThanOrEqual(longest + MARGIN_MS);
  });

  it('do not let a probe that died hold up the next one for longer than a failed one does', () => {
    expect(settings.leaseMs).toBeLessThanOrEqual(settings.openForMs);
  });

  it('are those of the pattern: open after 5 failures, a probe after 60 s', () => {
    expect(settings).toMatchObject({ failuresToOpen: 5, openForMs: 60_000 });
  });

  it('shrink what is waited for on purpose, and nothing else, in a local run', () => {
    expect(circuitSettings(service, 0.02)).toEqual({ ...settings, openForMs: 1_200 });
  });

  it('can be set one by one', () => {
    expect(circuitSettings(service, 1, '{"failuresToOpen":3,"openForMs":30000}')).toEqual({
      ...settings,
      failuresToOpen: 3,
      openForMs: 30_000,
    });
    const all = { failuresToOpen: 2, openForMs: 90_000, leaseMs: 20_000, believedForMs: 500, storeAwayForMs: 5_000 };
    expect(circuitSettings(service, 1, JSON.stringify(all))).toEqual(all);
  });

  it.each([
    ['a lease that a call could outlive', '{"leaseMs":14999}', /should outlive its calls/],
    ['a circuit that is open for less than a lease', '{"openForMs":14999}', /should be from 15000/],
    ['one that is open for so long that orders would be undone', '{"openForMs":300001}', /to 300000/],
    ['no failures', '{"failuresToOpen":0}', /failuresToOpen/],
    ['half a failure', '{"failuresToOpen":2.5}', /failuresToOpen/],
    ['a text', '{"believedForMs":"500"}', /believedForMs/],
    ['a number that there is not', '{"openFor":5}', /openFor/],
    ['what is no JSON', 'openForMs=5', /JSON/],
  ])('fail with %s', (_, given, message) => {
    expect(() => circuitSettings(service, 1, given)).toThrow(message);
  });
});
