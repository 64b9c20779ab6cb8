import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';
import type * as z from 'zod/mini';

export interface SignedCookies {
  nameOf(what: string): string;
  readonly options: CookieSerializeOptions;
}

/**
 * How our cookies are set. `Lax`, since a person who comes back from the identity provider comes from another site.
 *
 * @param isSecure over TLS a name that begins with `__Host-` keeps any other host from setting the cookie for us
 */
export const signedCookies = (isSecure: boolean): SignedCookies => ({
  nameOf: (what) => `${isSecure ? '__Host-' : ''}console-${what}`,
  options: { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure, signed: true },
});

/** What we wrote into a cookie, or nothing when there is none, or somebody else wrote it. */
export function readSigned<Schema extends z.ZodMiniType>(
  request: FastifyRequest,
  name: string,
  schema: Schema,
): z.infer<Schema> | undefined {
  const cookie = request.cookies[name];
  const { valid, value } = cookie === undefined ? { valid: false, value: null } : request.unsignCookie(cookie);
  if (!valid || value === null) {
    return undefined;
  }
  try {
    const result = schema.safeParse(JSON.parse(value));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}
