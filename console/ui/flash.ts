import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { readSigned, type SignedCookies } from '../sign-in/signed-cookies';

const schema = z.object({ kind: z.enum(['done', 'failed']), text: z.string() });
export type Flash = z.infer<typeof schema>;

const LIFETIME_SECONDS = 60;

/** What became of an act, said on the page that comes after it. */
export interface Flashes {
  say(reply: FastifyReply, flash: Flash): void;
  /** Whether this page comes after an act. */
  isSaid(request: FastifyRequest): boolean;
  /** Once: the next page does not say it again. */
  take(request: FastifyRequest, reply: FastifyReply): Flash | undefined;
}

export function createFlashes(cookies: SignedCookies): Flashes {
  const name = cookies.nameOf('flash');
  const isSaid = (request: FastifyRequest): boolean => request.cookies[name] !== undefined;
  return {
    isSaid,
    say: (reply, flash) =>
      void reply.setCookie(name, JSON.stringify(flash), { ...cookies.options, maxAge: LIFETIME_SECONDS }),
    take(request, reply) {
      if (!isSaid(request)) {
        return undefined;
      }
      reply.clearCookie(name, cookies.options);
      return readSigned(request, name, schema);
    },
  };
}
