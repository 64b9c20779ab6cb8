import { createHash, createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import { createAwsJsonApi } from '../../../lambdas/gateways/aws-json-api';
import { startAwsService } from './aws-service';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a-secret-never-seen', sessionToken: 'a-token' };
const call = {
  service: 'dynamodb',
  target: 'DynamoDB_20120810.GetItem',
  jsonVersion: '1.0',
  input: { TableName: 'intake' },
  timeoutMs: 200,
} as const;
const api = (endpoint: string) =>
  createAwsJsonApi({ region: 'eu-central-1', endpoint, credentials: () => credentials });

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The signature that AWS would compute for a request (Signature Version 4), from the documentation and not from the library. */
function expectedSignature(headers: Record<string, string | string[] | undefined>, body: string): string {
  const { signedHeaders = '', scope = '' } =
    /Credential=[^/]+\/(?<scope>[^,]+), ?SignedHeaders=(?<signedHeaders>[^,]+)/.exec(String(headers['authorization']))
      ?.groups ?? {};
  const canonical = [
    'POST',
    '/',
    '',
    ...signedHeaders.split(';').map((name) => `${name}:${String(headers[name])}`),
    '',
    signedHeaders,
    sha256(body),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', String(headers['x-amz-date']), scope, sha256(canonical)].join('\n');
  const key = scope
    .split('/')
    .reduce<string | Buffer>((k, part) => hmac(k, part), `AWS4${credentials.secretAccessKey}`);
  return hmac(key, toSign).toString('hex');
}

describe('AWS JSON API', () => {
  it('answers with the body, for a call that is signed as AWS documents it', async () => {
    const service = await startAwsService(() => ({ status: 200, body: { Item: { a: { S: 'b' } } } }));

    const answer = await api(service.url).read(call);

    expect(answer).toEqual({ Item: { a: { S: 'b' } } });
    const [seen] = service.seen;
    expect(seen?.input).toEqual(call.input);
    expect(seen?.headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': call.target,
      'x-amz-security-token': 'a-token',
      authorization: expect.stringMatching(/Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/dynamodb\/aws4_request/),
    });
    const signature = /Signature=(\w+)/.exec(String(seen?.headers.authorization))?.[1];
    expect(signature).toBe(expectedSignature(seen?.headers ?? {}, JSON.stringify(call.input)));
    await service.close();
  });

  it.each([
    { what: 'a 500', answer: { status: 500, body: { __type: 'InternalServerError' } } },
    { what: 'a 503 without a name', answer: { status: 503, body: null } },
    { what: 'throttling', answer: { status: 400, body: { __type: 'x#ProvisionedThroughputExceededException' } } },
    { what: 'too many requests', answer: { status: 429, body: {} } },
  ])('fails as unavailable on $what', async ({ answer }) => {
    const service = await startAwsService(() => answer);

    await expect(api(service.url).read(call)).rejects.toMatchObject({
      name: 'DependencyUnavailableError',
      dependency: 'dynamodb',
    });

    await service.close();
  });

  it.each([
    { what: 'no answer in time', listener: () => undefined },
    {
      what: 'a body that never ends',
      listener: (_: unknown, response: import('node:http').ServerResponse) => void response.write('{"Item"'),
    },
    {
      what: 'a connection that breaks',
      listener: (request: import('node:http').IncomingMessage) => void request.socket.resetAndDestroy(),
    },
    {
      what: 'an answer that is not JSON',
      listener: (_: unknown, response: import('node:http').ServerResponse) => void response.end('<html>'),
    },
  ])('fails as unavailable, within its time, on $what', async ({ listener }) => {
    const service = await startAwsService(() => listener);
    const startedAt = Date.now();

    await expect(api(service.url).read(call)).rejects.toMatchObject({ name: 'DependencyUnavailableError' });

    expect(Date.now() - startedAt).toBeLessThan(15_000); // and not for ever
    expect(service.seen).toHaveLength(1);
    await service.close();
  });

  it.each(['com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', 'ResourceNotFoundException'])(
    'fails for good, with the name and nothing else, when the service refuses: %s',
    async (__type) => {
      const message = 'User: arn:aws:sts::111122223333:assumed-role/x is not authorized';
      const service = await startAwsService(() => ({ status: 400, body: { __type, message } }));

      const error: unknown = await api(service.url)
        .read(call)
        .catch((thrown: unknown) => thrown);

      expect(error).toMatchObject({
        message: 'dynamodb refused DynamoDB_20120810.GetItem: ResourceNotFoundException',
      });
      expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/never-seen|a-token|assumed-role/);
      await service.close();
    },
  );
});
