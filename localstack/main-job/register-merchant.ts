import { startWebhookReceiver, type VerifiedWebhook } from '../webhook-receiver/webhook-receiver';
import { fetchPatiently, isThrottled } from './patient-fetch';

export interface MerchantWebhook {
  /** Whether the library of the specification has verified it when it came. */
  readonly isGenuine: boolean;
  readonly eventId: string;
  readonly orderId: string | undefined;
}

export interface Merchant {
  readonly received: () => readonly MerchantWebhook[];
  /** Unregisters, so that nothing is sent to a server that is gone. It is gone then in any case, or nothing could end. */
  leave(): Promise<void>;
}

/** A merchant's server on this machine, registered through the API as an operator would. */
export async function registerMerchant({
  api,
  operatorToken,
}: {
  readonly api: string;
  readonly operatorToken: string;
}): Promise<Merchant> {
  const receiver = await startWebhookReceiver();
  const headers = { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' };
  const register = async (): Promise<{ readonly endpointId: string; readonly secret: string }> => {
    const response = await fetchPatiently(
      `${api}/webhook-endpoints`,
      { method: 'POST', headers, body: JSON.stringify({ url: receiver.url, description: 'the main job' }) },
      isThrottled,
    );
    if (response.status !== 201) {
      throw new Error(
        `expected POST /webhook-endpoints to answer 201, got ${response.status}: ${await response.text()}`,
      );
    }
    return (await response.json()) as { endpointId: string; secret: string };
  };
  const { endpointId, secret } = await register().catch(async (error: unknown) => {
    await receiver.close();
    throw error;
  });

  const verified = receiver.verifyWith(secret);

  return {
    received: () => verified.map(readWebhook),
    async leave() {
      try {
        await fetchPatiently(`${api}/webhook-endpoints/${endpointId}`, { method: 'DELETE', headers });
      } catch {
        // A local cloud that is gone sends nothing.
      } finally {
        await receiver.close();
      }
    },
  };
}

function readWebhook(verified: VerifiedWebhook): MerchantWebhook {
  const { isGenuine, webhook } = verified;
  const { data } = (isGenuine ? verified.payload : {}) as { data?: { orderId?: string } };
  return { isGenuine, eventId: String(webhook.headers['webhook-id']), orderId: data?.orderId };
}
