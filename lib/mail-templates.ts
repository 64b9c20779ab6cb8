/** The text of one kind of mail. What stands in `{{…}}` comes from the event: nothing of it is personal. */
export interface MailTemplate {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Paragraphs of plain sentences, so that text and page say the same. */
const template = (subject: string, ...paragraphs: readonly string[]): MailTemplate => ({
  subject,
  text: `${paragraphs.join('\n\n')}\n`,
  html: `<!doctype html><html lang="en"><body>${paragraphs.map((one) => `<p>${one}</p>`).join('')}</body></html>`,
});

const QUESTIONS = 'If you have a question, name the order {{orderId}}.';

/**
 * What customers are told, by kind of mail; `lambdas/domain/mails.ts` says when. A company changes the words here and deploys: in
 * AWS they are resources of the stack, on the local cloud they are put in place when it starts.
 */
export const MAIL_TEMPLATES: Readonly<Record<string, MailTemplate>> = {
  'order-confirmed': template(
    'Your order is confirmed',
    'Thank you for your order. It is paid, and the parcel is on its way to you.',
    'Total: {{total}}',
    QUESTIONS,
  ),
  'order-rejected': template(
    'We could not accept your order',
    'We are sorry: your order could not be accepted. {{reason}}',
    'Whatever was taken for it has been given back.',
    QUESTIONS,
  ),
  'order-cancelled': template(
    'Your order is cancelled',
    'As you wished, your order is cancelled.',
    'Whatever was taken for it has been given back.',
    QUESTIONS,
  ),
};
