import * as z from 'zod/mini';
import { LIMITS } from '../domain/limits';
import { moneySchema, orderLineSchema } from './order-message';

/**
 * Text that people write and labels show: any script and emoji, but nothing that does not print. Control
 * characters (NUL cannot be stored in Postgres), line separators, lone surrogates and the marks that
 * reverse the direction of the text after them are refused, not removed: what is stored is what was sent.
 */
const printable = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u;

const text = (maximum: number) =>
  z
    .string()
    .check(
      z.minLength(1),
      z.maxLength(maximum),
      z.regex(printable, 'must not contain control characters'),
      z.regex(/\S/, 'must not be blank'),
    );

const shippingAddressSchema = z.strictObject({
  name: text(120),
  line1: text(200),
  line2: z.optional(text(200)),
  postalCode: text(16),
  city: text(100),
  country: z.string().check(z.regex(/^[A-Z]{2}$/, 'must be a country code of ISO 3166-1, such as DE')),
});

/**
 * Where news of the order go. Plain ASCII: mail servers differ in what else they take, and a line break in an address is
 * how headers are smuggled into a mail.
 */
const emailSchema = z.email('must be an e-mail address').check(z.maxLength(LIMITS.emailLength));

/** A SKU on two lines is refused: whether they were meant to be added up, only the customer can say. */
const linesSchema = z.array(z.strictObject(orderLineSchema.shape)).check(
  z.minLength(1),
  z.maxLength(LIMITS.linesPerOrder),
  z.superRefine((lines, context) => {
    const firstLineOf = new Map<string, number>();
    for (const [index, { sku }] of lines.entries()) {
      const first = firstLineOf.get(sku);
      if (first === undefined) {
        firstLineOf.set(sku, index);
      } else {
        context.addIssue({
          code: 'custom',
          path: [index, 'sku'],
          message: `is already on line ${first}`,
          input: undefined,
        });
      }
    }
  }),
);

/** The body of `POST /orders`. There is no price in it: prices come from the catalogue. */
export const placeOrderRequestSchema = z.strictObject({
  lines: linesSchema,
  /** The total that the customer saw; when the catalogue gives another one, the order is rejected. */
  expectedTotal: z.optional(z.strictObject(moneySchema.shape)),
  /** The payment provider's token of a card, never the card itself. */
  paymentMethodId: z.string().check(z.regex(/^pm_[A-Za-z0-9_]{1,100}$/, 'must be a payment method id, such as pm_…')),
  shippingAddress: shippingAddressSchema,
  /** Without it the customer gets no mail. */
  email: z.optional(emailSchema),
});
export type PlaceOrderRequest = z.infer<typeof placeOrderRequestSchema>;
