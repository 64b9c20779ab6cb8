import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { createSesMailer } from '../../../lambdas/gateways/ses-mailer';

const ADDRESS = 'ada@example.com';
let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve) ?? resolve(undefined));
});

/** The mail service, which answers one thing; an answer of `undefined` never comes. */
async function mailerOver(status: number, answer: unknown) {
  const requests: { readonly path: string; readonly authorization: string; readonly body: unknown }[] = [];
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      requests.push({
        path: request.url ?? '',
        authorization: request.headers.authorization ?? '',
        body: JSON.parse(text),
      });
      if (answer !== undefined) {
        response.writeHead(status).end(JSON.stringify(answer));
      }
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const mailer = createSesMailer({
    region: 'eu-central-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: () => ({ accessKeyId: 'key', secretAccessKey: 'secret' }),
    from: 'orders@shop.example',
    templatePrefix: 'dev-',
    timeoutMs: 500,
  });
  return { mailer, requests };
}

const mail = { kind: 'order-confirmed', to: ADDRESS, facts: { orderId: 'order-1', total: '1.00 EUR' } } as const;

describe('A mail by Amazon SES', () => {
  it('is asked for by template, in a signed call, and answered with its id', async () => {
    const { mailer, requests } = await mailerOver(200, { MessageId: 'mail-1' });

    expect(await mailer.send(mail)).toBe('mail-1');
    expect(requests).toMatchObject([
      {
        path: '/v2/email/outbound-emails',
        authorization: expect.stringContaining('/eu-central-1/ses/aws4_request'),
        body: {
          FromEmailAddress: 'orders@shop.example',
          Destination: { ToAddresses: [ADDRESS] },
          Content: { Template: { TemplateName: 'dev-order-confirmed', TemplateData: JSON.stringify(mail.facts) } },
        },
      },
    ]);
  });

  it.each([
    [
      'is not sent for now when the service throttles',
      429,
      { __type: 'TooManyRequestsException' },
      'DependencyUnavailableError',
    ],
    [
      'is not sent for now when the account is paused',
      400,
      { __type: 'SendingPausedException' },
      'DependencyUnavailableError',
    ],
    ['is refused', 400, { __type: 'MessageRejected', message: `${ADDRESS} is not verified` }, 'Error'],
    ['may have been sent when the service breaks', 500, { message: ADDRESS }, 'OutcomeUnknownError'],
    ['may have been sent when there is no answer', 200, undefined, 'OutcomeUnknownError'],
    ['may have been sent when the answer makes no sense', 200, {}, 'OutcomeUnknownError'],
  ])('%s, and nothing repeats the address', async (_, status, answer, name) => {
    const { mailer } = await mailerOver(status, answer);

    const error: unknown = await mailer.send(mail).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(ADDRESS);
  });
});
