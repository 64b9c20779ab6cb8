import { randomUUID } from 'node:crypto';
import { createAwsJsonApi } from '../../../lambdas/gateways/aws-json-api';
import { createSesMailer } from '../../../lambdas/gateways/ses-mailer';
import { createStoredWebhookSecrets } from '../../../lambdas/gateways/stored-webhook-secrets';
import { systemClock } from '../../../lambdas/runtime/clock';
import { AWS, emulatorClient } from '../../../localstack/aws';
import { LOCAL_MAIL_FROM } from '../../../localstack/local-stage';
import { prepareMailService } from '../../../localstack/mail/prepare-mail-service';
import { readSentMails } from '../../../localstack/mail/sent-mails';
import { localCloud } from '../../support/local-cloud';

const { emulator } = localCloud();
const credentials = () => emulatorClient(emulator).credentials;
const aws = createAwsJsonApi({ region: AWS.region, endpoint: emulator, credentials });
const secretsManager = (operation: string, input: object) =>
  aws.read({
    service: 'secretsmanager',
    target: `secretsmanager.${operation}`,
    jsonVersion: '1.1',
    input: { ...input },
    timeoutMs: 10_000,
  });

describe('The secrets of webhook endpoints in Secrets Manager', () => {
  let secretArn = '';
  beforeAll(async () => {
    const made = await secretsManager('CreateSecret', { Name: `test-${randomUUID()}`, SecretString: '{}' });
    secretArn = (made as { ARN: string }).ARN;
  });
  afterAll(() => secretsManager('DeleteSecret', { SecretId: secretArn, ForceDeleteWithoutRecovery: true }));

  it('are all there when several are made at once, rotate, and go', async () => {
    const environment = () => createStoredWebhookSecrets({ aws, clock: systemClock, secretArn });
    const ids = ['a', 'b', 'c'];

    const soon = new Date(Date.now() + 3_600_000);

    const made = await Promise.all(ids.map((id) => environment().create(id, new Date(), soon)));
    const rotated = await environment().rotate('a', new Date(), soon);
    await environment().remove('b', new Date());

    const fresh = rotated.kind === 'rotated' ? rotated.secret : '';
    expect(await Promise.all(ids.map((id) => environment().secretsOf(id)))).toEqual([[fresh, made[0]], [], [made[2]]]);
  });
});

describe('The mail service of the local cloud', () => {
  it('sends from templates that are put in place again and again', async () => {
    const stage = `test-${randomUUID().slice(0, 8)}`;
    await prepareMailService(emulator, stage);
    await prepareMailService(emulator, stage);
    const mailer = createSesMailer({
      region: AWS.region,
      endpoint: emulator,
      credentials,
      from: LOCAL_MAIL_FROM,
      templatePrefix: `${stage}-`,
    });

    const facts = { orderId: 'order-1', total: '1.00 EUR', reason: '' };
    const messageId = await mailer.send({ kind: 'order-confirmed', to: 'ada@shop.example', facts });

    const mail = (await readSentMails(emulator)).find((one) => one.messageId === messageId);
    expect(mail).toMatchObject({ to: ['ada@shop.example'], subject: 'Your order is confirmed' });
    expect(mail?.text).toContain('1.00 EUR');
    expect(`${mail?.text}${mail?.html}`).not.toContain('{{');
  });
});
