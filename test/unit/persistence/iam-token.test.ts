import { signIamToken } from '../../../lambdas/persistence/postgres/iam-token';

const request = {
  host: 'orders.proxy-abc.eu-central-1.rds.amazonaws.com',
  port: 5432,
  user: 'order_workflow',
  region: 'eu-central-1',
  at: new Date('2026-05-04T10:11:12.345Z'),
};
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const sessionToken = 'IQoJb3JpZ2luX2VjE/x+y==';

const partsOf = (token: string) => {
  const url = new URL(`https://${token}`);
  return { host: url.host, path: url.pathname, ...Object.fromEntries(url.searchParams) };
};

/** The signatures are what `@aws-sdk/rds-signer` 3 gives for the same request at the same time. */
describe('The password of an IAM database user', () => {
  it.each([
    { credentials, signature: '617b44786159d5287c8561b87fe8e35ac51162cca2b829d22815a3bd9c990619' },
    {
      credentials: { ...credentials, sessionToken },
      signature: 'd2211dfb989608abc8cd96bd99f13ebf3433b833b153435e949c39164368c455',
      token: { 'X-Amz-Security-Token': sessionToken },
    },
  ])('is signed as AWS signs it', async ({ signature, token, ...signed }) => {
    expect(partsOf(await signIamToken({ ...request, ...signed }))).toEqual({
      host: `${request.host}:5432`,
      path: '/',
      Action: 'connect',
      DBUser: 'order_workflow',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIDEXAMPLE/20260504/eu-central-1/rds-db/aws4_request',
      'X-Amz-Date': '20260504T101112Z',
      'X-Amz-Expires': '900',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': signature,
      ...token,
    });
  });
});
