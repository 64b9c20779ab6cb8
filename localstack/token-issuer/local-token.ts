import { signToken } from './sign-token';
import { signingKey } from './signing-key';

export interface LocalIssuer {
  readonly stateDirectory: string;
  readonly issuer: string;
  readonly audience: string;
}

const ONE_HOUR = 3_600;
/** What a token must carry to see and handle every customer's orders. */
const OPERATE = 'orders:operate';

/** A token of the local issuer. Whoever can read the state directory can make one. */
export const customerToken = (
  { stateDirectory, issuer, audience }: LocalIssuer,
  customerId: string,
  {
    operator = false,
    lifetimeSeconds = ONE_HOUR,
  }: { readonly operator?: boolean; readonly lifetimeSeconds?: number } = {},
): string =>
  signToken(signingKey(stateDirectory), {
    subject: customerId,
    scopes: ['orders', ...(operator ? [OPERATE] : [])],
    issuer,
    audience,
    lifetimeSeconds,
  });
