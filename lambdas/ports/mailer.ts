import type { MailKind } from '../domain/mails';

export interface Mail {
  readonly kind: MailKind;
  readonly to: string;
  /** What the template asks for: all of it, since a mail with a gap is not sent. */
  readonly facts: Readonly<Record<string, string>>;
}

export interface Mailer {
  /**
   * Sends it, each time that it is called: the mail service knows no key by which it could tell a repetition.
   *
   * @returns the id under which the service knows it
   * @throws DependencyUnavailableError when nothing was sent, and will be later
   * @throws OutcomeUnknownError when it may have been sent
   * @throws Error when the service refuses it
   */
  send(mail: Mail): Promise<string>;
}
