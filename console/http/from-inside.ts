import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Before what machines inside the network ask a task itself: for whoever comes through the load balancer it is not there,
 * however the path is written. A load balancer says for whom it asks, and does not when it asks how we are.
 */
export async function fromInside(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  return request.headers['x-forwarded-for'] === undefined ? undefined : reply.code(404).send();
}
