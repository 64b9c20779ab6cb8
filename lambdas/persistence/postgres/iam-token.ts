import { AwsV4Signer } from 'aws4fetch';

export interface IamTokenRequest {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly at: Date;
}

/** RDS accepts a token for this long after it was signed, and only when a connection is opened. */
const TOKEN_LIFETIME_SECONDS = 15 * 60;

/**
 * The password of an IAM database user: a signed `connect` request without its scheme
 * (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Connecting.html).
 *
 * Signing is a few hashes and no call, and an execution environment connects about once, so each connection gets a
 * token of its own: nothing is cached that could be stale after a freeze or a change of credentials.
 */
export async function signIamToken(request: IamTokenRequest): Promise<string> {
  const url = new URL(`https://${request.host}:${request.port}/`);
  url.searchParams.set('Action', 'connect');
  url.searchParams.set('DBUser', request.user);
  url.searchParams.set('X-Amz-Expires', String(TOKEN_LIFETIME_SECONDS));

  const signed = await new AwsV4Signer({
    method: 'GET',
    url: url.href,
    service: 'rds-db',
    region: request.region,
    ...request.credentials,
    signQuery: true,
    datetime: request.at.toISOString().replace(/[:-]|\.\d{3}/g, ''),
  }).sign();
  return signed.url.href.slice('https://'.length);
}
