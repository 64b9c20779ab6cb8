import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { LIMITS } from '../domain/limits';
import { invocationTraceHeader } from './environment';
import { ProblemError } from './problem';
import { traceHeader } from './tracing/trace';

export interface Caller {
  /** The customer's opaque id, from the verified token. */
  readonly subject: string;
  readonly scopes: readonly string[];
}

/** A request as the API's functions see it: names of headers do not matter in case. */
export interface AnonymousRequest {
  readonly requestId: string;
  readonly method: string;
  /** Path of the resource as the caller sees it, with the stage or base path in front. */
  readonly path: string;
  /** All values that were sent under this name. */
  headers(name: string): readonly string[];
  pathParameter(name: string): string | undefined;
  query(name: string): string | undefined;
  /**
   * Exactly as it was sent.
   *
   * @param maximumBytes by default what a request of a customer may have
   * @throws ProblemError when the body is larger than that, or not text
   */
  body(maximumBytes?: number): string;
  readonly traceHeader: string | undefined;
  remainingTimeMs(): number;
}

export interface ApiRequest extends AnonymousRequest {
  readonly caller: Caller;
}

/** @throws ProblemError `unauthorized` when the authorizer's context names no subject */
export const toApiRequest = (event: APIGatewayProxyEvent, context: Context): ApiRequest => ({
  ...toAnonymousRequest(event, context),
  caller: callerOf(event),
});

export function toAnonymousRequest(event: APIGatewayProxyEvent, context: Context): AnonymousRequest {
  return {
    requestId: event.requestContext.requestId,
    method: event.httpMethod,
    path: event.requestContext.path ?? event.path,
    headers: (name) => headersOf(event, name.toLowerCase()),
    pathParameter: (name) => event.pathParameters?.[name],
    query: (name) => event.queryStringParameters?.[name],
    body: (maximumBytes = LIMITS.requestBodyBytes) => bodyOf(event, maximumBytes),
    traceHeader: traceHeader() ?? invocationTraceHeader(),
    remainingTimeMs: () => context.getRemainingTimeInMillis(),
  };
}

function callerOf({ requestContext }: APIGatewayProxyEvent): Caller {
  const subject: unknown = requestContext.authorizer?.['subject'];
  const scope: unknown = requestContext.authorizer?.['scope'];
  if (typeof subject !== 'string' || subject === '') {
    throw new ProblemError('unauthorized');
  }
  return { subject, scopes: typeof scope === 'string' ? scope.split(' ').filter((name) => name !== '') : [] };
}

/** Gateways differ in how they pass names of headers on, and some give the single-valued map only. */
function headersOf(event: APIGatewayProxyEvent, name: string): readonly string[] {
  const sent = [
    ...Object.entries(event.multiValueHeaders ?? {}),
    ...Object.entries(event.headers ?? {}).map(([key, value]) => [key, [value]] as const),
  ]
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, values]) => values ?? [])
    .filter((value) => typeof value === 'string');
  return [...new Set(sent)];
}

function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEvent, maximumBytes: number): string {
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.byteLength > maximumBytes) {
    throw new ProblemError('request-too-large', {
      detail: `The body must have at most ${maximumBytes} bytes.`,
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ProblemError('invalid-request', { detail: 'The body is not encoded as UTF-8.' });
  }
}
