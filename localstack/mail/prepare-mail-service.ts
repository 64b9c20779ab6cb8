import { AwsClient } from 'aws4fetch';
import { MAIL_TEMPLATES } from '../../lib/mail-templates';
import { AWS } from '../aws';
import { LOCAL_MAIL_FROM } from '../local-stage';
import { LocalCloudError } from '../processes/local-cloud-error';

/**
 * Puts in place what a stack of the cloud brings with it, or what its owner has done by hand: the templates of mails, which
 * the emulator's CloudFormation does not know, and the address that they come from. Safe to repeat.
 *
 * @param stage prefix of the names of templates
 */
export async function prepareMailService(emulatorUrl: string, stage: string): Promise<void> {
  const aws = new AwsClient({
    accessKeyId: 'test',
    secretAccessKey: 'test',
    region: AWS.region,
    service: 'ses',
    retries: 0,
  });
  const call = async (method: string, path: string, body: unknown): Promise<number> => {
    const response = await aws.fetch(`${emulatorUrl}/v2/email/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await response.arrayBuffer();
    return response.status;
  };

  await call('POST', 'identities', { EmailIdentity: LOCAL_MAIL_FROM });
  for (const [kind, { subject, text, html }] of Object.entries(MAIL_TEMPLATES)) {
    const name = `${stage}-${kind}`;
    const content = { TemplateContent: { Subject: subject, Text: text, Html: html } };
    const created = await call('POST', 'templates', { TemplateName: name, ...content });
    if (created !== 200 && (await call('PUT', `templates/${name}`, content)) !== 200) {
      throw new LocalCloudError(`the emulator does not take the mail template ${name} (status ${created})`);
    }
  }
}
