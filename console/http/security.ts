import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

const ONE_YEAR_SECONDS = 365 * 24 * 3_600;

/**
 * What a browser may do with our pages: run and show what comes from here, and nothing that stands in the markup. So a
 * customer's text that got past the escaping still could not act.
 */
export async function addSecurityHeaders(
  app: FastifyInstance,
  { isSecure, signInOrigins }: { readonly isSecure: boolean; readonly signInOrigins: readonly string[] },
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        // A form that asks to sign in or out is redirected to the identity provider.
        formAction: ["'self'", ...signInOrigins],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        ...(isSecure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    hsts: isSecure ? { maxAge: ONE_YEAR_SECONDS, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
  });
  app.addHook('onSend', async (request, reply) => {
    reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=()');
    if (!request.url.startsWith('/assets/')) {
      reply.header('cache-control', 'no-store');
    }
  });
}
