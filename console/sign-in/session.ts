import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import type { Clock } from '../../lambdas/ports/clock';
import { type Person, personSchema } from './operator';
import { readSigned, type SignedCookies } from './signed-cookies';

/** A working day: then the identity provider is asked again whether the person still may. */
const LIFETIME_SECONDS = 8 * 3_600;

const sessionSchema = z.extend(personSchema, { until: z.number() });

export interface Sessions {
  of(request: FastifyRequest): Person | undefined;
  begin(reply: FastifyReply, person: Person): void;
  end(reply: FastifyReply): void;
}

/**
 * The session is in the cookie, signed: nothing to keep, so any number of consoles serve anyone. It holds who a person is
 * and nothing that would be a secret from that person.
 */
export function createSessions({
  cookies,
  clock,
}: {
  readonly cookies: SignedCookies;
  readonly clock: Clock;
}): Sessions {
  const name = cookies.nameOf('session');
  const seconds = (): number => Math.floor(clock.now().getTime() / 1_000);
  return {
    of(request) {
      const session = readSigned(request, name, sessionSchema);
      return session !== undefined && session.until > seconds() ? session : undefined;
    },
    begin(reply, person) {
      const until = seconds() + LIFETIME_SECONDS;
      reply.setCookie(name, JSON.stringify({ ...person, until }), { ...cookies.options, maxAge: LIFETIME_SECONDS });
    },
    end(reply) {
      reply.clearCookie(name, cookies.options);
    },
  };
}
