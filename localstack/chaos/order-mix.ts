import { orderOf, SCENARIOS, type Scenario } from '../main-job/scenarios';
import type { OrderRequest } from '../main-job/shop';
import { choose, type Menu } from './random-faults';

export const BEYOND_UNDOING = 'refund refused by the bank';
const TAKES_NO_REFUND = 'pm_card_refundFail';

/** A customer whose card takes no refund back, at an address that the carrier refuses: only a person can help. */
const beyondUndoing: Scenario = {
  name: BEYOND_UNDOING,
  async run(shop) {
    const { orderId } = await shop.place(
      orderOf({
        paymentMethodId: TAKES_NO_REFUND,
        shippingAddress: { ...orderOf().shippingAddress, postalCode: '00000' },
      }),
    );
    return orderId === undefined ? [] : [{ scenario: this.name, status: 'REJECTED', orderId }];
  },
};

/** Whether it is such a customer's: whoever got no answer to it has no order to tell of, and may have one all the same. */
export const isBeyondUndoing = ({ paymentMethodId }: OrderRequest): boolean => paymentMethodId === TAKES_NO_REFUND;

/** Most orders of a shop are plain; the rest is the main job's collection of everything else. */
const PLAIN = new Set(['one line', 'two lines']);
const PLAIN_WEIGHT = 12;

const mix: Menu<Scenario> = [
  ...SCENARIOS.map((scenario) => ({ weight: PLAIN.has(scenario.name) ? PLAIN_WEIGHT : 2, of: scenario })),
  { weight: 0.5, of: beyondUndoing },
];

/** Sends what is no order, so that the dead letters have something to keep. */
export const isPoison = ({ name }: Scenario): boolean => name === 'poison message';

/** @param at 0 up to 1 */
export const scenarioAt = (at: number): Scenario => choose(mix, at) ?? beyondUndoing;
