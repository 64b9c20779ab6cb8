import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface ReceivedWebhook {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type VerifiedWebhook = { readonly webhook: ReceivedWebhook } & (
  | { readonly isGenuine: true; readonly payload: unknown }
  | { readonly isGenuine: false; readonly because: unknown }
);

export interface WebhookReceiver {
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  /**
   * What the library says of each webhook, in their order, at the moment when it came: one that is looked at later is too
   * old for it. Those that were here before their secret was known are verified at once.
   */
  verifyWith(secret: string): readonly VerifiedWebhook[];
  /** What is answered from now on. */
  answerWith(status: number, headers?: Readonly<Record<string, string>>): void;
  close(): Promise<void>;
}

/** A merchant's server, on this machine. */
export async function startWebhookReceiver(
  answer?: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const verifiers: ((webhook: ReceivedWebhook) => void)[] = [];
  let next: { status: number; headers: Readonly<Record<string, string>> } = { status: 200, headers: {} };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const webhook = { headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
      received.push(webhook);
      for (const verify of verifiers) {
        verify(webhook);
      }
      if (answer === undefined) {
        response.writeHead(next.status, next.headers).end('{}');
      } else {
        answer(request, response);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    verifyWith: (secret) => {
      const verified = received.map((webhook) => judge(secret, webhook));
      verifiers.push((webhook) => verified.push(judge(secret, webhook)));
      return verified;
    },
    answerWith: (status, headers = {}) => {
      next = { status, headers };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * As the library verifies for a merchant.
 *
 * @throws WebhookVerificationError unless it is genuine and fresh
 */
export const verifyWebhook = (secret: string, { headers, body }: ReceivedWebhook): unknown =>
  new Webhook(secret).verify(body, headers as Record<string, string>);

function judge(secret: string, webhook: ReceivedWebhook): VerifiedWebhook {
  try {
    return { webhook, isGenuine: true, payload: verifyWebhook(secret, webhook) };
  } catch (because) {
    return { webhook, isGenuine: false, because };
  }
}
