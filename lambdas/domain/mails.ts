import { v5 } from 'uuid';

/** What a customer is told by mail. Each has a template of its name. */
export const MAIL_KINDS = ['order-confirmed', 'order-rejected', 'order-cancelled'] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** Of a mail, whichever event it is for: an order gets one of each kind. */
export const mailIdOf = (orderId: string, kind: MailKind): string => v5(kind, orderId);

/** The ends of an order; that it needs repair is no news for its customer yet. */
const MAIL_OF_EVENT: { readonly [type: string]: MailKind } = {
  OrderConfirmed: 'order-confirmed',
  OrderRejected: 'order-rejected',
  OrderCancelled: 'order-cancelled',
};

export const mailKindOf = (eventType: string): MailKind | undefined =>
  Object.hasOwn(MAIL_OF_EVENT, eventType) ? MAIL_OF_EVENT[eventType] : undefined;
