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
});
