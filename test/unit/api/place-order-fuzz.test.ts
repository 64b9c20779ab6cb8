import '../../support/intake/quiet';
import fc from 'fast-check';
import { placeOrderRequestSchema } from '../../../lambdas/contracts/place-order-request';
import { orderRequest } from '../../support/intake/order-mother';
import { createShopFloor } from '../../support/intake/shop-floor';

const key = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 40,
});

/** A good request with one member, at any depth, replaced by anything, dropped, or one added. */
const mutated = fc
  .tuple(fc.jsonValue(), fc.constantFrom('replace', 'drop', 'add'), fc.nat(), fc.string())
  .map(([value, how, where, name]) => {
    const body = structuredClone(orderRequest({ expectedTotal: { amountMinor: 1, currency: 'EUR' } }));
    const places: [object, string][] = [];
    const walk = (node: unknown): void => {
      if (typeof node === 'object' && node !== null) {
        for (const member of Object.keys(node)) {
          places.push([node, member]);
          walk(Reflect.get(node, member));
        }
      }
    };
    walk(body);
    const [holder, member] = places[where % places.length] ?? [body, 'lines'];
    if (how === 'drop') {
      Reflect.deleteProperty(holder, member);
    } else {
      Object.defineProperty(holder, how === 'add' ? name : member, { value, enumerable: true, configurable: true });
    }
    return JSON.stringify(body);
  });

const anyBody = fc.oneof(
  mutated,
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc.constant(JSON.stringify(orderRequest())),
);

const isValid = (text: string): boolean => {
  try {
    return placeOrderRequestSchema.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
};

describe('POST /orders, whatever is sent', () => {
  it('row 1, row 2, row 3, row 4, row 5: never answers a 5xx, and never enqueues what is not valid', async () => {
    await fc.assert(
      fc.asyncProperty(anyBody, key, async (rawBody, idempotencyKey) => {
        const shop = createShopFloor();

        const { status } = await shop.place({ rawBody, key: idempotencyKey });

        expect(status).toBe(isValid(rawBody) ? 202 : 400);
        expect([shop.queue.sent.length, shop.intake.all().length]).toEqual(status === 202 ? [1, 1] : [0, 0]);
      }),
      { numRuns: 500 },
    );
  });

  it('row 1, row 2, row 3, row 4, row 5: never answers a 5xx to any headers', async () => {
    const header = fc.constantFrom('idempotency-key', 'Content-Type', 'Content-Encoding', 'x-anything', '__proto__');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(header, fc.string({ unit: 'binary' }))), async (sent) => {
        const shop = createShopFloor();
        const headers = Object.fromEntries(sent);

        const { status } = await shop.place({ changes: { headers, multiValueHeaders: {} } });

        expect(status).toBeLessThan(500);
        expect(shop.queue.sent.length).toBe(status === 202 ? 1 : 0);
      }),
      { numRuns: 200 },
    );
  });

  it('never repeats a value that was sent in an answer that refuses it', async () => {
    const personal = 'zq'.repeat(20);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('name', 'line1', 'city', 'postalCode', 'country'), async (member) => {
        const shop = createShopFloor();
        const shippingAddress = { ...orderRequest().shippingAddress, [member]: `${personal}\u0000` };

        const answer = await shop.place({ body: orderRequest({ shippingAddress }) });

        expect(answer.status).toBe(400);
        expect(answer.text).not.toContain(personal);
      }),
    );
  });
});
