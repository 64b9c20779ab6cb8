import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod, RouteOptions } from 'fastify';
import { newTraceHeader } from '../../lambdas/runtime/tracing/new-trace';
import { annotate, currentTraceId, inSpan, inTrace } from '../../lambdas/runtime/tracing/trace';

const SERVICE = 'order-console';

/**
 * Every page and every act has a trace of its own, with a span for each statement and each call. Not what lasts as long as
 * somebody looks. Routes that are added to `app` before are left alone.
 */
export function traceRequests(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.isStream !== true) {
      route.handler = traced(route, route.handler);
    }
  });
}

const traced = ({ method, url }: RouteOptions, handler: RouteHandlerMethod): RouteHandlerMethod =>
  function (this: FastifyInstance, request: FastifyRequest, reply: FastifyReply) {
    return inTrace(SERVICE, { continues: newTraceHeader(new Date()), isRefusal }, () => {
      request.log = request.log.child({ xray_trace_id: currentTraceId() });
      return inSpan(`${method} ${url}`, { annotations: orderIn(request), isRefusal }, async () => {
        const answer = await handler.call(this, request, reply);
        annotate({ status: reply.statusCode });
        return answer;
      });
    });
  };

/** It may be anything that somebody has typed: only what looks like an id is written down. */
function orderIn({ params }: FastifyRequest): { readonly orderId?: string } {
  const { orderId } = params as { readonly orderId?: string };
  return orderId !== undefined && /^[\da-f-]{36}$/i.test(orderId) ? { orderId: orderId.toLowerCase() } : {};
}

const isRefusal = (error: unknown): boolean => {
  const { statusCode = 500 } = error as { readonly statusCode?: number };
  return statusCode < 500;
};
