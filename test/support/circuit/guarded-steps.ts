import { CALL_TIMEOUT_MS } from '../../../lambdas/gateways/call-timeouts';
import type { GuardedService } from '../../../lambdas/gateways/circuit-settings';

/** A step that cannot go on without an outside service, with how long each of its calls to it may take. */
export interface GuardedStep {
  readonly service: GuardedService;
  readonly state: string;
  readonly callTimeoutsMs: readonly number[];
}

const { bookShipment, createIntent, confirmIntent } = CALL_TIMEOUT_MS;

export const GUARDED_STEPS: readonly GuardedStep[] = [
  { service: 'carrier', state: 'BookShipment', callTimeoutsMs: [bookShipment] },
  { service: 'payment-provider', state: 'ChargePayment', callTimeoutsMs: [createIntent, confirmIntent] },
];
