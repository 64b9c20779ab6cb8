import * as z from 'zod/mini';

export interface LocalMail {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly body: string;
  /** ISO 8601, UTC; of a mail without it the emulator did not say. */
  readonly at?: string | undefined;
}

const MOST_MAILS = 100;
const TIMEOUT_MS = 2_000;

const text = z.optional(z.nullable(z.string()));
const messageSchema = z.object({
  MessageId: z.string(),
  To: z.optional(z.array(z.string())),
  Subject: text,
  BodyText: text,
  BodyHtml: text,
  Template: text,
  TemplateName: text,
  TemplateData: text,
  Timestamp: z.optional(z.union([z.string(), z.number()])),
});
const answerSchema = z.object({ messages: z.record(z.string(), z.array(messageSchema)) });

/** The mails that an emulator was asked to send and keeps instead. Newest first. */
export async function readMailbox(url: string): Promise<readonly LocalMail[]> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const { messages } = answerSchema.parse(await answer.json());
  return Object.values(messages)
    .flat()
    .map(
      (message): LocalMail => ({
        id: message.MessageId,
        to: message.To ?? [],
        subject: message.Subject ?? message.Template ?? message.TemplateName ?? 'no subject',
        body: message.BodyText ?? message.TemplateData ?? message.BodyHtml ?? '',
        at: timeOf(message.Timestamp),
      }),
    )
    .reverse()
    .slice(0, MOST_MAILS);
}

function timeOf(stamp: string | number | undefined): string | undefined {
  const at = typeof stamp === 'number' ? new Date(stamp * 1_000) : new Date(stamp ?? '');
  return Number.isFinite(at.getTime()) ? at.toISOString() : undefined;
}
