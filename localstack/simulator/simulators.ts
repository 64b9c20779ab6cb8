import { createCarrierSimulator } from '../carrier-simulator/carrier-simulator';
import { createPaymentSimulator } from '../payment-simulator/payment-simulator';
import type { Simulator } from './simulator';

/** By the name of their port and of their ledger. */
export const SIMULATORS = {
  payment: createPaymentSimulator,
  carrier: createCarrierSimulator,
} as const satisfies Record<string, (options: { readonly stateFile: string }) => Simulator>;

export type SimulatorName = keyof typeof SIMULATORS;
