import type { Point } from './call';
import type { HttpAnswer, HttpService } from './http-detour';

const json = (status: number, body: unknown, headers: HttpAnswer['headers'] = {}): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** Prefixes of `X-Amz-Target` by the service that has them. */
const TARGETS: readonly (readonly [RegExp, string])[] = [
  [/^DynamoDB_\d+\./, 'DynamoDB.'],
  [/^AWSStepFunctions\./, 'StepFunctions.'],
  [/^AmazonSQS\./, 'SQS.'],
];

/** AWS services with a JSON protocol. A call's name is e.g. `DynamoDB.PutItem`. */
export const awsServices: HttpService = {
  call: ({ method, url, headers }, body) => {
    const target = String(headers['x-amz-target'] ?? `${method} ${url}`);
    const name = TARGETS.reduce((text, [prefix, service]) => text.replace(prefix, service), target);
    return { point: 'aws', name, text: body };
  },
  failure: (kind) =>
    kind === 'throttle'
      ? json(
          400,
          { __type: 'ThrottlingException', message: 'Rate exceeded' },
          { 'x-amzn-errortype': 'ThrottlingException' },
        )
      : json(
          500,
          { __type: 'InternalServerError', message: 'Internal error' },
          { 'x-amzn-errortype': 'InternalServerError' },
        ),
};

/** A service that is not ours: names are method and path, with ids left out. */
const outside = (point: Point, error: (status: number) => unknown): HttpService => ({
  call: ({ method, url = '', headers }, body) => ({
    point,
    name: `${method} ${url.replace(/\?.*$/, '').replace(/\/(?:[a-z]+_[0-9a-zA-Z]{8,}|[0-9a-f-]{36})(?=\/|$)/g, '/{id}')}`,
    text: [url, headers['idempotency-key'], body].join('\n'),
  }),
  failure: (kind) => (kind === 'throttle' ? json(429, error(429), { 'retry-after': '1' }) : json(500, error(500))),
});

export const paymentProvider = outside('payment', (status) => ({
  error: status === 429 ? { type: 'invalid_request_error', code: 'rate_limit' } : { type: 'api_error' },
}));

export const carrier = outside('carrier', (status) => ({ error: status === 429 ? 'too many calls' : 'broken' }));
