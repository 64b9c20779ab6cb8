import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Person } from '../sign-in/operator';
import type { Flashes } from '../ui/flash';
import { layout, type PageContent, type Section } from '../ui/layout';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks: set for every page of the console. */
    person: Person | undefined;
  }
}

/** @throws when the route is not behind the sign-in, which is a mistake of ours */
export function personOf(request: FastifyRequest): Person {
  if (request.person === undefined) {
    throw new Error('expected somebody who is signed in, got nobody');
  }
  return request.person;
}

const tokens = new WeakMap<FastifyRequest, string>();

/** One for all forms of a page: another one could have another secret, and the browser keeps only the last. */
export function csrfTokenFor(request: FastifyRequest, reply: FastifyReply): string {
  const token = tokens.get(request) ?? reply.generateCsrf({ userInfo: personOf(request).subject });
  tokens.set(request, token);
  return token;
}

export type ShowPage = (request: FastifyRequest, reply: FastifyReply, content: PageContent) => FastifyReply;

/** Puts a page into its surroundings: who is there, where else one can go, what the last act led to. */
export const createShowPage =
  ({
    flashes,
    sections,
    waiting,
  }: {
    readonly flashes: Flashes;
    readonly sections: readonly Section[];
    readonly waiting: () => Readonly<Partial<Record<Section, number>>>;
  }): ShowPage =>
  (request, reply, content) => {
    const page = layout(content, {
      person: personOf(request),
      csrf: csrfTokenFor(request, reply),
      flash: flashes.take(request, reply),
      waiting: waiting(),
      sections,
    });
    return reply.type('text/html; charset=utf-8').send(page.text);
  };
