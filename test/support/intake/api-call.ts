import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { CUSTOMER } from './order-mother';

export interface ApiCall {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly rawBody?: string | null;
  readonly subject?: string | null;
  readonly scope?: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly changes?: Partial<APIGatewayProxyEvent>;
}

export const REQUEST_ID = 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef';

/** What API Gateway gives a function for a call, as far as the functions read it. */
export function apiEvent(call: ApiCall = {}): APIGatewayProxyEvent {
  const { path = '/orders', headers = {}, subject = CUSTOMER, scope = '' } = call;
  return {
    path,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    pathParameters: call.pathParameters ?? null,
    queryStringParameters: call.query ?? null,
    body: call.rawBody === undefined ? JSON.stringify(call.body ?? null) : call.rawBody,
    isBase64Encoded: false,
    requestContext: {
      requestId: REQUEST_ID,
      path,
      authorizer: subject === null ? null : { principalId: subject, subject, scope },
    },
    ...call.changes,
  } as unknown as APIGatewayProxyEvent;
}

export const lambdaContext = (remainingTimeMs = 10_000): Context =>
  ({ getRemainingTimeInMillis: () => remainingTimeMs }) as Context;

export type ApiFunction = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: an answer is looked at as its reader would, as plain JSON
  readonly body: any;
  readonly text: string;
}

/** Calls a function as the gateway does and reads its answer; names of headers in lower case. */
export async function callApi(fn: ApiFunction, call: ApiCall = {}): Promise<Answer> {
  const { statusCode, headers = {}, body } = await fn(apiEvent(call), lambdaContext());
  return {
    status: statusCode,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
    body: body === '' ? undefined : JSON.parse(body),
    text: body,
  };
}
