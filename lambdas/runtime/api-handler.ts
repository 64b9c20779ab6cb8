import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { MetricName } from '../contracts/metrics';
import { DependencyUnavailableError } from '../domain/failures';
import { type AnonymousRequest, type ApiRequest, toAnonymousRequest, toApiRequest } from './api-request';
import { countWaiting } from './dependency-signals';
import { observed } from './invocation';
import { logger, metrics } from './powertools';
import { type Problem, ProblemError } from './problem';
import { annotate, inTrace, noteError } from './tracing/trace';

export interface ApiAnswer {
  readonly status: number;
  /** Not there with a 204. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The order that the answer is about, for the log. */
  readonly orderId?: string;
}

/** After the OWASP REST security cheat sheet: answers are for one caller and are never rendered. */
const SECURITY_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
};

const RETRY_AFTER_SECONDS = '5';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Makes a Lambda handler of a function that a customer calls, whose token an authorizer has verified. */
export const apiHandler = (route: string, answer: (request: ApiRequest) => Promise<ApiAnswer>) =>
  handlerOf(route, (event, context) => answer(toApiRequest(event, context)));

/** Makes a Lambda handler of a function that verifies by itself who calls. */
export const openHandler = (route: string, answer: (request: AnonymousRequest) => Promise<ApiAnswer>) =>
  handlerOf(route, (event, context) => answer(toAnonymousRequest(event, context)));

/** Every answer is JSON with the same headers, every error is a problem document, and nothing of the request but ids is logged. */
const handlerOf = (route: string, answer: (event: APIGatewayProxyEvent, context: Context) => Promise<ApiAnswer>) =>
  observed(async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
    const { requestId } = event.requestContext;
    const startedAt = performance.now();
    logger.appendKeys({ requestId, route });
    try {
      const { status, body, headers, orderId } = await inTrace(route, { annotations: { route } }, () =>
        settle(requestId, async () => answer(event, context)),
      );
      metrics.addDimensions({ route });
      metrics.addMetric(MetricName.ApiDuration, MetricUnit.Milliseconds, performance.now() - startedAt);
      metrics.addMetric(MetricName.ApiFailure, MetricUnit.Count, status >= 500 ? 1 : 0);
      metrics.addMetric(MetricName.ApiRefusal, MetricUnit.Count, status >= 400 && status < 500 ? 1 : 0);
      logger.info('answered', { status, orderId });
      return {
        statusCode: status,
        headers: { 'Content-Type': 'application/json', ...SECURITY_HEADERS, ...headers },
        body: body === undefined ? '' : JSON.stringify(body),
      };
    } finally {
      metrics.publishStoredMetrics();
      logger.resetKeys();
    }
  });

async function settle(requestId: string, answer: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
  try {
    const answered = await answer();
    annotate({ orderId: answered.orderId, status: answered.status, outcome: 'succeeded' });
    return answered;
  } catch (error) {
    const { problem, headers } = problemOf(error);
    const isOurs = problem.status >= 500;
    annotate({ orderId: problem.orderId, status: problem.status, outcome: isOurs ? 'failed' : 'rejected' });
    noteError(error, isOurs ? 'fault' : 'error');
    const document: Problem & { instance?: string } = {
      ...problem,
      ...(UUID.test(requestId) ? { instance: `urn:uuid:${requestId}` } : {}),
    };
    return {
      status: problem.status,
      body: document,
      headers: { 'Content-Type': 'application/problem+json', ...headers },
      ...(problem.orderId === undefined ? {} : { orderId: problem.orderId }),
    };
  }
}

function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) {
    return error;
  }
  if (error instanceof DependencyUnavailableError) {
    countWaiting(error);
    logger.warn('a dependency is away', { error });
    return new ProblemError('temporarily-unavailable', {
      detail: 'Please send the same request again.',
      headers: { 'Retry-After': RETRY_AFTER_SECONDS },
    });
  }
  logger.error('the request failed', { error: error as Error });
  return new ProblemError('internal-error');
}
