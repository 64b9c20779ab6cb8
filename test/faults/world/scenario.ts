import type { OrderMessage } from '../../../lambdas/contracts/order-message';
import type { Money } from '../../../lambdas/domain/money';
import type { OrderLine, OrderStatus } from '../../../lambdas/domain/order';

/** An order, the customer's choices, and how it ends when nothing goes wrong. */
export interface Scenario {
  readonly lines: readonly OrderLine[];
  readonly expectedTotal?: Money;
  readonly paymentMethodId: string;
  readonly country: string;
  readonly ends: OrderStatus;
}

const tea: Scenario = {
  lines: [{ sku: 'TEA', quantity: 2 }],
  paymentMethodId: 'pm_card_visa',
  country: 'GB',
  ends: 'CONFIRMED',
};

/** Goods and prices are those of the catalogue mother. */
export const SCENARIOS = {
  plain: tea,
  declined: { ...tea, paymentMethodId: 'pm_card_chargeDeclined', ends: 'REJECTED' },
  refused: { ...tea, country: 'AQ', ends: 'REJECTED' },
  'sold-out': { ...tea, lines: [{ sku: 'CUP', quantity: 1 }], ends: 'REJECTED' },
  /** The only pot, and the total that the customer saw: a rival or a new price in between must change nothing. */
  'last-unit': {
    ...tea,
    lines: [
      { sku: 'POT', quantity: 1 },
      { sku: 'TEA', quantity: 1 },
    ],
    expectedTotal: { amountMinor: 8_790, currency: 'EUR' },
  },
  'wants-authentication': { ...tea, paymentMethodId: 'pm_card_authenticationRequired', ends: 'REJECTED' },
  'pays-slowly': { ...tea, paymentMethodId: 'pm_card_simulatorProcessing' },
  'unknown-card': { ...tea, paymentMethodId: 'pm_nobody', ends: 'REJECTED' },
  'refund-fails': { ...tea, paymentMethodId: 'pm_card_refundFail', country: 'AQ', ends: 'NEEDS_REPAIR' },
} as const satisfies Record<string, Scenario>;
export type ScenarioName = keyof typeof SCENARIOS;

/** @throws Error when there is no such scenario */
export function scenarioNamed(name: string): Scenario {
  if (!Object.hasOwn(SCENARIOS, name)) {
    throw new Error(`expected one of ${Object.keys(SCENARIOS).join(', ')}, got '${name}'`);
  }
  return SCENARIOS[name as ScenarioName];
}

export const messageFor = (orderId: string, { lines, expectedTotal }: Scenario): OrderMessage => ({
  schemaVersion: 1,
  orderId,
  customerId: 'customer-1',
  lines: [...lines],
  ...(expectedTotal && { expectedTotal }),
  acceptedAt: '2026-05-04T10:00:00.000Z',
});
