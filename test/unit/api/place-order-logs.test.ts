import { REQUEST_ID } from '../../support/intake/api-call';
import { breakOnce } from '../../support/intake/break-once';
import { orderRequest } from '../../support/intake/order-mother';
import type { createShopFloor as CreateShopFloor } from '../../support/intake/shop-floor';
import { writtenLines } from '../../support/observability/written-lines';

const { shippingAddress, paymentMethodId, email = '' } = orderRequest();
const { name, line1, postalCode, city } = shippingAddress;
const PERSONAL = [name, line1, postalCode, city, paymentMethodId, email, 'key-of-ada'];

/** Everything that is written to the log while the work is done. */
const logOf = async (work: () => Promise<unknown>): Promise<string> => (await writtenLines(work)).join('\n');

describe('The log of POST /orders', () => {
  let createShopFloor: typeof CreateShopFloor;
  beforeAll(() => {
    // The most talkative of all settings, made before the logger is.
    process.env['POWERTOOLS_LOG_LEVEL'] = 'TRACE';
    process.env['POWERTOOLS_METRICS_NAMESPACE'] = 'Test';
    createShopFloor = require('../../support/intake/shop-floor').createShopFloor;
  });

  const key = 'key-of-ada';

  it('names the request and its order, and nothing personal', async () => {
    const shop = createShopFloor();

    const log = await logOf(() => shop.place({ key }));

    expect(log).toContain(REQUEST_ID);
    expect(log).toContain(shop.intake.all()[0]?.orderId);
    for (const personal of PERSONAL) {
      expect(log).not.toContain(personal);
    }
  });

  it.each<[string, (shop: ReturnType<typeof CreateShopFloor>) => Promise<unknown>]>([
    ['refused', (shop) => shop.place({ key, body: orderRequest({ shippingAddress: { ...shippingAddress, x: 1 } }) })],
    [
      'used with another body',
      async (shop) => {
        await shop.place({ key });
        await shop.place({ key, body: orderRequest({ lines: [{ sku: 'A', quantity: 1 }] }) });
      },
    ],
    [
      'not put on record',
      (shop) =>
        shop.place({ key }, shop.functionOver({ intake: breakOnce(shop.intake, 'putIfNew', { when: 'after' }) })),
    ],
    [
      'not sent',
      (shop) => shop.place({ key }, shop.functionOver({ queue: breakOnce(shop.queue, 'send', { when: 'before' }) })),
    ],
  ])('says nothing personal of an order that is %s', async (_, work) => {
    const log = await logOf(() => work(createShopFloor()));

    expect(log).toContain(REQUEST_ID);
    for (const personal of PERSONAL) {
      expect(log).not.toContain(personal);
    }
  });
});
