import { AwsV4Signer } from 'aws4fetch';
import { DependencyUnavailableError, OutcomeUnknownError } from '../domain/failures';
import { withinDeadline } from '../resilience/deadline';
import { countAwsCall } from '../runtime/aws-calls';
import { inSpan } from '../runtime/tracing/trace';

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

/** Reads of AWS services. */
export interface AwsJsonApi {
  /**
   * @throws DependencyUnavailableError when the service is away, slow or throttles
   * @throws Error with the service's own error name when it refuses the call
   */
  read(call: AwsJsonCall): Promise<unknown>;
}

/** Writes, which are no reads: after a time-out the outcome of one is unknown, not unavailable. */
export interface AwsJsonWrites {
  /**
   * A write to DynamoDB on a condition, sent once.
   *
   * @returns false when the condition did not hold, and nothing was written
   * @throws DependencyUnavailableError when the service throttles: nothing was written
   * @throws OutcomeUnknownError when there was no usable answer: it may have been written
   * @throws Error with the service's own error name when it refuses the call
   */
  writeIf(call: AwsJsonCall): Promise<boolean>;
  /**
   * Any other write, sent once.
   *
   * @throws DependencyUnavailableError when the service throttles: nothing was written
   * @throws OutcomeUnknownError when there was no usable answer: it may have been written
   * @throws Error with the service's own error name when it refuses the call
   */
  write(call: AwsJsonCall): Promise<unknown>;
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
}): AwsJsonApi & AwsJsonWrites {
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
    countAwsCall();
    return fetch(signed.url, {
      method: signed.method,
      headers: signed.headers,
      body: signed.body ?? null,
      signal: AbortSignal.timeout(withinDeadline(timeoutMs)), // also ends the reading of the body
    });
  };

  const exchange = async (call: AwsJsonCall): Promise<Exchange> => {
    try {
      const response = await send(call);
      return { kind: 'answered', status: response.status, body: await response.json() };
    } catch (cause) {
      return { kind: 'unheard', cause };
    }
  };

  const api: AwsJsonApi & AwsJsonWrites = {
    async read(call) {
      const answer = await exchange(call);
      if (answer.kind === 'unheard') {
        throw new DependencyUnavailableError(call.service, { cause: answer.cause });
      }
      if (answer.status === 200) {
        return answer.body;
      }
      throw answer.status >= 500 ? new DependencyUnavailableError(call.service) : refusal(call, answer);
    },

    async writeIf(call) {
      const answer = heard(call, await exchange(call));
      if (answer.status === 200) {
        return true;
      }
      if (errorName(answer.body) === 'ConditionalCheckFailedException') {
        return false;
      }
      throw refusal(call, answer);
    },

    async write(call) {
      const answer = heard(call, await exchange(call));
      if (answer.status === 200) {
        return answer.body;
      }
      throw refusal(call, answer);
    },
  };
  return {
    read: (call) => traced(call, () => api.read(call)),
    writeIf: (call) => traced(call, () => api.writeIf(call)),
    write: (call) => traced(call, () => api.write(call)),
  };
}

/** As the calls of SDK clients appear in a trace. */
function traced<Result>({ service, target, input }: AwsJsonCall, call: () => Promise<Result>): Promise<Result> {
  const table = input['TableName'];
  const aws = {
    operation: target.split('.').at(-1) ?? target,
    ...(typeof table === 'string' ? { table_name: table } : {}),
  };
  return inSpan(SERVICE_NAME[service] ?? service, { namespace: 'aws', aws }, call);
}

const SERVICE_NAME: Readonly<Record<string, string>> = {
  dynamodb: 'DynamoDB',
  events: 'Events',
  secretsmanager: 'SecretsManager',
};

/** What the service made of a write. @throws OutcomeUnknownError when it did not say */
function heard({ target }: AwsJsonCall, answer: Exchange): Answered {
  if (answer.kind === 'unheard') {
    throw new OutcomeUnknownError(target, 'no usable answer', { cause: answer.cause });
  }
  if (answer.status >= 500) {
    throw new OutcomeUnknownError(target, `status ${answer.status}`);
  }
  return answer;
}

type Answered = { readonly kind: 'answered'; readonly status: number; readonly body: unknown };
type Exchange = Answered | { readonly kind: 'unheard'; readonly cause: unknown };

function refusal({ service, target }: AwsJsonCall, { status, body }: Answered): Error {
  const name = errorName(body);
  return status === 429 || THROTTLED.test(name)
    ? new DependencyUnavailableError(service)
    : new Error(`${service} refused ${target}: ${name}`);
}

/** `com.amazonaws.dynamodb.v20120810#ResourceNotFoundException` or just the last part. */
function errorName(body: unknown): string {
  const type = typeof body === 'object' && body !== null && '__type' in body ? body.__type : undefined;
  return (typeof type === 'string' ? type.split('#').at(-1) : undefined) ?? 'an error without a name';
}
