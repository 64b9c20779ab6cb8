import { FetchError, JwksValidationError, JwkValidationError, JwtBaseError } from 'aws-jwt-verify/error';
import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerEvent } from 'aws-lambda';
import { LIMITS } from '../domain/limits';
import type { VerifyToken } from './token-verifier';

const BEARER = /^Bearer +([\w.~+/=-]{1,8192})$/i;

/** Visible ASCII: the subject becomes part of every order of the customer, and of log lines. */
const SUBJECT = new RegExp(`^[\\x21-\\x7e]{1,${LIMITS.customerIdLength}}$`);

/** `arn:aws:execute-api:{region}:{account}:{api}/{stage}/{method}/{path…}` */
const METHOD_ARN = /^(?<stage>arn:[\w-]+:execute-api:[\w-]*:\d*:[^/]+\/[^/]+)\//;

/** API Gateway turns exactly this message into a 401; anything else becomes a 500. */
const UNAUTHORIZED = 'Unauthorized';

/**
 * The API's authorizer: lets the bearer of a valid token through and names who it is. The policy covers the
 * whole stage because it is cached under the token: one for a single route would be applied to the next.
 * Which orders a customer may see is decided by the functions, from the subject.
 *
 * @throws Error `Unauthorized` for every token that is not valid; another error when that could not be found out
 */
export const createAuthorize =
  ({ verifyToken }: { readonly verifyToken: VerifyToken }) =>
  async ({ authorizationToken, methodArn }: APIGatewayTokenAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    const stage = METHOD_ARN.exec(methodArn)?.groups?.['stage'];
    if (stage === undefined) {
      throw new Error('the authorizer was called without the ARN of a method');
    }
    const { subject, scope } = await identify(authorizationToken, verifyToken);
    return {
      principalId: subject,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: `${stage}/*` }],
      },
      context: { subject, scope },
    };
  };

async function identify(
  authorization: unknown,
  verifyToken: VerifyToken,
): Promise<{ readonly subject: string; readonly scope: string }> {
  const token = typeof authorization === 'string' ? BEARER.exec(authorization)?.[1] : undefined;
  if (token === undefined) {
    throw new Error(UNAUTHORIZED);
  }
  const { sub, exp, scope } = await verified(token, verifyToken);
  // The verifier takes a token without `exp` for one that never expires.
  if (sub === undefined || !SUBJECT.test(sub) || exp === undefined) {
    throw new Error(UNAUTHORIZED);
  }
  return { subject: sub, scope: scope ?? '' };
}

async function verified(token: string, verifyToken: VerifyToken): ReturnType<VerifyToken> {
  try {
    return await verifyToken(token);
  } catch (error) {
    if (isAboutTheToken(error)) {
      throw new Error(UNAUTHORIZED);
    }
    throw new Error('the keys of the issuer could not be used', { cause: error });
  }
}

/** The verifier's errors are about the token, except for those about the issuer's keys. */
const isAboutTheToken = (error: unknown): boolean =>
  error instanceof JwtBaseError &&
  ![FetchError, JwksValidationError, JwkValidationError].some((kind) => error instanceof kind);
