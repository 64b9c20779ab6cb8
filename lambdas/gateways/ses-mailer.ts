import { AwsV4Signer } from 'aws4fetch';
import * as z from 'zod/mini';
import { DependencyUnavailableError, OutcomeUnknownError } from '../domain/failures';
import type { Mailer } from '../ports/mailer';
import { withinDeadline } from '../resilience/deadline';
import type { AwsCredentials } from './aws-json-api';
import { CALL_TIMEOUT_MS } from './call-timeouts';

const CALL = 'sending the mail';

const sentSchema = z.object({ MessageId: z.string() });
/** `message` may repeat the address, so that it is not read. */
const refusedSchema = z.object({ __type: z.optional(z.string()) });

/** Errors that come with status 400 although waiting helps. */
const THROTTLED = /TooManyRequests|LimitExceeded|Throttl|SendingPaused/;

interface SesMailerDependencies {
  readonly region: string;
  /** Of an emulator; by default the service's own. */
  readonly endpoint: string | undefined;
  readonly credentials: () => AwsCredentials;
  readonly from: string;
  readonly templatePrefix: string;
  readonly timeoutMs?: number;
}

/** Mails from templates by Amazon SES (API v2, SendEmail), by signed `fetch` like the other AWS services. */
export function createSesMailer(deps: SesMailerDependencies): Mailer {
  const { from, templatePrefix, timeoutMs = CALL_TIMEOUT_MS.sendMail } = deps;
  const base = deps.endpoint?.replace(/\/$/, '') ?? `https://email.${deps.region}.amazonaws.com`;

  const post = async (body: unknown): Promise<{ readonly status: number; readonly body: unknown }> => {
    const signed = await new AwsV4Signer({
      ...deps.credentials(),
      url: `${base}/v2/email/outbound-emails`,
      region: deps.region,
      service: 'ses',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).sign();
    try {
      const response = await fetch(signed.url, {
        method: signed.method,
        headers: signed.headers,
        body: signed.body ?? null,
        signal: AbortSignal.timeout(withinDeadline(timeoutMs)),
        redirect: 'error',
      });
      return { status: response.status, body: await response.json() };
    } catch (error) {
      const timedOut = error instanceof Error && error.name === 'TimeoutError';
      throw new OutcomeUnknownError(CALL, timedOut ? 'no answer in time' : 'no usable answer');
    }
  };

  return {
    async send({ kind, to, facts }) {
      const { status, body } = await post({
        FromEmailAddress: from,
        Destination: { ToAddresses: [to] },
        Content: { Template: { TemplateName: `${templatePrefix}${kind}`, TemplateData: JSON.stringify(facts) } },
      });
      const sent = sentSchema.safeParse(body);
      if (status === 200 && sent.success) {
        return sent.data.MessageId;
      }
      const refused = refusedSchema.safeParse(body);
      const name = (refused.success ? refused.data.__type?.split('#').at(-1) : undefined) ?? `status ${status}`;
      if (status === 429 || THROTTLED.test(name)) {
        throw new DependencyUnavailableError('the mail service');
      }
      throw status >= 400 && status < 500
        ? new Error(`the mail service refused the mail: ${name}`)
        : new OutcomeUnknownError(CALL, `status ${status}`);
    },
  };
}
