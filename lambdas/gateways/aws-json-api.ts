import { AwsV4Signer } from 'aws4fetch';
import { DependencyUnavailableError } from '../domain/failures';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface AwsJsonCall {
  /** As in the host name and in the signature, e.g. `dynamodb`. */
  readonly service: string;
  /** Value of `X-Amz-Target`, e.g. `DynamoDB_20120810.GetItem`. */
  readonly target: string;
  readonly jsonVersion: '1.0' | '1.1';
  readonly input: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
}

/** Reads of AWS services. A write needs more: after a time-out its outcome would be unknown, not unavailable. */
export interface AwsJsonApi {
  /**
   * @throws DependencyUnavailableError when the service is away, slow or throttles
   * @throws Error with the service's own error name when it refuses the call
   */
  read(call: AwsJsonCall): Promise<unknown>;
}

/** Errors that AWS answers with status 400 although waiting helps. */
const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|ThroughputExceeded/;

/**
 * The AWS services with a JSON protocol, by signed `fetch`: the little that a step needs of them is a tenth of an
 * SDK client's size, and each client costs every cold start.
 *
 * @param deps.endpoint of an emulator; by default each service's own
 */
export function createAwsJsonApi(deps: {
  readonly region: string;
  readonly endpoint: string | undefined;
  readonly credentials: () => AwsCredentials;
}): AwsJsonApi {
  const keysOfTheDay = new Map<string, ArrayBuffer>();
  const send = async ({ service, target, jsonVersion, input, timeoutMs }: AwsJsonCall): Promise<Response> => {
    const signed = await new AwsV4Signer({
      ...deps.credentials(),
      url: deps.endpoint ?? `https://${service}.${deps.region}.amazonaws.com/`,
      region: deps.region,
      service,
      method: 'POST',
      headers: { 'content-type': `application/x-amz-json-${jsonVersion}`, 'x-amz-target': target },
      body: JSON.stringify(input),
      cache: keysOfTheDay,
    }).sign();
    return fetch(signed.url, {
      method: signed.method,
      headers: signed.headers,
      body: signed.body ?? null,
      signal: AbortSignal.timeout(timeoutMs), // also ends the reading of the body
    });
  };

  return {
    async read(call) {
      const { status, body } = await exchange(call, send);
      if (status === 200) {
        return body;
      }
      const name = errorName(body);
      if (status >= 500 || status === 429 || THROTTLED.test(name)) {
        throw new DependencyUnavailableError(call.service);
      }
      throw new Error(`${call.service} refused ${call.target}: ${name}`);
    },
  };
}

async function exchange(
  call: AwsJsonCall,
  send: (call: AwsJsonCall) => Promise<Response>,
): Promise<{ readonly status: number; readonly body: unknown }> {
  try {
    const response = await send(call);
    return { status: response.status, body: await response.json() };
  } catch (cause) {
    throw new DependencyUnavailableError(call.service, { cause });
  }
}

/** `com.amazonaws.dynamodb.v20120810#ResourceNotFoundException` or just the last part. */
function errorName(body: unknown): string {
  const type = typeof body === 'object' && body !== null && '__type' in body ? body.__type : undefined;
  return (typeof type === 'string' ? type.split('#').at(-1) : undefined) ?? 'an error without a name';
}
