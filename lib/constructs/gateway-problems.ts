import { GatewayResponse, type IRestApi, ResponseType } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';

interface GatewayProblem {
  readonly on: ResponseType;
  readonly status?: number;
  /** `about:blank` when the status says all that there is to say (RFC 9457, 4.2.1). */
  readonly type: string;
  readonly title: string;
  /** Passes on API Gateway's own sentence, which never repeats what the client sent. */
  readonly detail?: true;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Answers that API Gateway gives before, or instead of, a function. Types and titles are those of the functions, so
 * that a client cannot tell who refused.
 */
const PROBLEMS: readonly GatewayProblem[] = [
  {
    on: ResponseType.BAD_REQUEST_BODY,
    status: 400,
    type: '/problems/invalid-request',
    title: 'The request is not valid',
    detail: true,
  },
  {
    // The key is the only parameter that any route requires.
    on: ResponseType.BAD_REQUEST_PARAMETERS,
    status: 400,
    type: '/problems/idempotency-key-required',
    title: 'An Idempotency-Key header is required',
    detail: true,
  },
  {
    on: ResponseType.UNAUTHORIZED,
    status: 401,
    type: '/problems/unauthorized',
    title: 'The caller is not known',
    headers: { 'WWW-Authenticate': 'Bearer' },
  },
  { on: ResponseType.ACCESS_DENIED, status: 403, type: 'about:blank', title: 'Forbidden' },
  {
    // What API Gateway calls a missing token is an unknown route or method.
    on: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    status: 404,
    type: 'about:blank',
    title: 'Not Found',
  },
  {
    on: ResponseType.REQUEST_TOO_LARGE,
    status: 413,
    type: '/problems/request-too-large',
    title: 'The request is too large',
  },
  {
    on: ResponseType.UNSUPPORTED_MEDIA_TYPE,
    status: 415,
    type: '/problems/unsupported-media-type',
    title: 'The content type is not supported',
  },
  {
    on: ResponseType.THROTTLED,
    status: 429,
    type: 'about:blank',
    title: 'Too Many Requests',
    headers: { 'Retry-After': '1' },
  },
  {
    on: ResponseType.INTEGRATION_TIMEOUT,
    status: 504,
    type: 'about:blank',
    title: 'Gateway Timeout',
    headers: { 'Retry-After': '5' },
  },
  // Without a status: these stand for every other refusal and failure, each of which keeps its own.
  { on: ResponseType.DEFAULT_4XX, type: 'about:blank', title: 'The request was refused', detail: true },
  { on: ResponseType.DEFAULT_5XX, type: '/problems/internal-error', title: 'Something went wrong on our side' },
];

const SHARED_HEADERS = {
  'Content-Type': 'application/problem+json',
  'Cache-Control': 'no-store',
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
};

const quoted = (value: string): string => `'${value}'`;

/** API Gateway fills in the variables; `messageString` comes with its quotes. */
function templateOf({ type, title, status, detail }: GatewayProblem): string {
  const fixed = JSON.stringify({
    type,
    title,
    ...(status === undefined ? {} : { status }),
    instance: 'urn:uuid:$context.requestId',
  });
  return detail === true ? `${fixed.slice(0, -1)},"detail":$context.error.messageString}` : fixed;
}

/** Makes every error of the gateway itself a problem document (RFC 9457). */
export function addGatewayProblems(scope: Construct, restApi: IRestApi): void {
  for (const problem of PROBLEMS) {
    new GatewayResponse(scope, `Problem-${problem.on.responseType}`, {
      restApi,
      type: problem.on,
      ...(problem.status === undefined ? {} : { statusCode: String(problem.status) }),
      responseHeaders: Object.fromEntries(
        Object.entries({ ...SHARED_HEADERS, ...problem.headers }).map(([name, value]) => [name, quoted(value)]),
      ),
      templates: { 'application/json': templateOf(problem) },
    });
  }
}
