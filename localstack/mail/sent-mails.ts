import { AWS } from '../aws';

/** A mail as it would have been in somebody's inbox. */
export interface SentMail {
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

interface EmulatedMail {
  readonly MessageId: string;
  readonly Source: string;
  readonly To: readonly string[];
  readonly Subject: string;
  readonly BodyText: string;
  readonly BodyHtml: string | null;
  readonly Timestamp: number;
}

/** The mails that the emulator has kept in place of sending them, oldest first. */
export async function readSentMails(emulatorUrl: string): Promise<readonly SentMail[]> {
  const response = await fetch(`${emulatorUrl}/_ministack/ses/messages?account=${AWS.account}`);
  if (!response.ok) {
    throw new Error(`expected the emulator's mails, got status ${response.status}`);
  }
  const { messages } = (await response.json()) as { messages: Record<string, readonly EmulatedMail[]> };
  return (messages[AWS.account] ?? []).map((mail) => ({
    messageId: mail.MessageId,
    from: mail.Source,
    to: mail.To,
    subject: mail.Subject,
    text: mail.BodyText,
    html: mail.BodyHtml ?? '',
    at: new Date(mail.Timestamp * 1_000).toISOString(),
  }));
}
