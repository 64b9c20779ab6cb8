import { readEnvironment } from '../runtime/environment';
import { createAuthorize } from './authorize';
import { createTokenVerifier } from './token-verifier';

const env = readEnvironment('JWT_ISSUER', 'JWT_AUDIENCE', 'JWKS_URI');

export const handler = createAuthorize({
  verifyToken: createTokenVerifier({
    issuer: env.JWT_ISSUER,
    audience: env.JWT_AUDIENCE,
    jwksUri: env.JWKS_URI,
  }),
});
