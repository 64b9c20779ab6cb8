import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { LIMITS } from '../domain/limits';
import type { WebhookAnswer, WebhookRequest, WebhookSender } from '../ports/webhook-sender';
import { withinDeadline } from '../resilience/deadline';
import { addressIn, type WebhookTargets } from './webhook-targets';

/** From the look-up of the name to the last byte that is read. Standard Webhooks asks receivers to answer sooner. */
export const WEBHOOK_TIMEOUT_MS = 15_000;

type Resolve = (hostname: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

class UnreachableTargetError extends Error {
  override readonly name = 'UnreachableTargetError';
}

const resolveAll: Resolve = (hostname) => lookup(hostname, { all: true, verbatim: true });

/**
 * Sends to servers that merchants have named, and that may mean us harm. What a name leads to is checked in the look-up
 * of the very connection that is then made, so it cannot have changed in between; a redirect is an answer and is not
 * followed; nothing goes through a proxy; connections are not kept.
 */
export function createHttpWebhookSender({
  targets,
  resolve = resolveAll,
  timeoutMs = WEBHOOK_TIMEOUT_MS,
  answerBytes = LIMITS.webhookAnswerBytes,
}: {
  readonly targets: WebhookTargets;
  readonly resolve?: Resolve;
  readonly timeoutMs?: number;
  readonly answerBytes?: number;
}): WebhookSender {
  /** @throws UnreachableTargetError if any of them is not to be reached: a name that leads inside is no mistake */
  const assertReachable = (protocol: string, addresses: readonly string[]): void => {
    if (addresses.length === 0 || addresses.some((address) => !targets.mayConnect(protocol, address))) {
      throw new UnreachableTargetError('leads to an address that is not on the internet');
    }
  };

  const checkedLookup =
    (protocol: string): LookupFunction =>
    (hostname, options, callback) => {
      resolve(hostname).then(
        (found) => {
          try {
            assertReachable(
              protocol,
              found.map(({ address }) => address),
            );
          } catch (error) {
            callback(error as Error, []);
            return;
          }
          const [first = { address: '', family: 0 }] = found;
          if (options.all) {
            callback(null, [...found]);
          } else {
            callback(null, first.address, first.family);
          }
        },
        (error: unknown) => callback(error as Error, []),
      );
    };

  return {
    async send({ url: text, headers, body }: WebhookRequest): Promise<WebhookAnswer> {
      const problem = targets.problemOf(text);
      if (problem !== undefined) {
        return { kind: 'refused', reason: `the address ${problem}` };
      }
      const url = new URL(text);
      try {
        const literal = addressIn(url);
        if (literal !== undefined) {
          assertReachable(url.protocol, [literal]); // a look-up is made of names only
        }
        const status = await exchange(url, body, answerBytes, {
          method: 'POST',
          headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
          lookup: checkedLookup(url.protocol),
          agent: false,
          signal: AbortSignal.timeout(withinDeadline(timeoutMs)),
        });
        return { kind: 'answered', status };
      } catch (error) {
        return error instanceof UnreachableTargetError
          ? { kind: 'refused', reason: error.message }
          : { kind: 'unanswered', reason: reasonOf(error) };
      }
    },
  };
}

/** @returns the status, once a bounded part of the answer was read: what it says is of no concern */
function exchange(url: URL, body: string, answerBytes: number, options: RequestOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    let status: number | undefined;
    const sent = request(url, options, (answer) => {
      status = answer.statusCode ?? 0;
      readSome(answer, answerBytes, () => sent.destroy());
    });
    sent.on('error', (error) => (status === undefined ? reject(error) : undefined));
    sent.on('close', () => (status === undefined ? reject(new Error('closed')) : resolve(status)));
    sent.end(body);
  });
}

/** Reading goes on until the end, the bound, or the time-out: the status has come by then in any case. */
function readSome(answer: IncomingMessage, most: number, enough: () => void): void {
  let read = 0;
  answer.on('data', (chunk: Buffer) => {
    read += chunk.byteLength;
    if (read > most) {
      enough();
    }
  });
  answer.on('error', () => {}); // it was cut short
}

/** By the codes of Node and OpenSSL: their messages repeat addresses. */
const REASONS: { readonly [code: string]: string } = {
  ABORT_ERR: 'no answer in time',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name is not known at the moment',
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection broke',
  EHOSTUNREACH: 'the host cannot be reached',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name',
};

function reasonOf(error: unknown): string {
  const { code = '', name = '' } = error as { readonly code?: unknown; readonly name?: string };
  return REASONS[name === 'TimeoutError' ? 'ABORT_ERR' : String(code)] ?? 'the connection failed';
}
