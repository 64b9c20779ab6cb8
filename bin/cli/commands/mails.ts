import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import type { Delivery } from '../../../lambdas/ports/deliveries';
import { mailPage } from '../../../localstack/mail/mail-page';
import { readSentMails, type SentMail } from '../../../localstack/mail/sent-mails';
import { ago } from '../ago';
import { type TargetOptions, withTarget } from '../aws-target';
import { colours } from '../colours';
import { CommandError, EXIT } from '../command-error';
import { count } from '../counts';
import { orderId } from '../order-id';
import { plainTable } from '../plain-table';
import { runningCloud } from '../running-cloud';
import { atOutwardDesk, type OutwardDesk } from '../webhooks/desk';
import { gather } from '../webhooks/gather';

interface MailsOptions extends TargetOptions {
  readonly order?: string;
  readonly limit: number;
  readonly page?: true;
  readonly json?: true;
}

/** A mail as the log knows it, with its text where that can be read: on the local cloud. */
interface LoggedMail extends Delivery {
  readonly mail?: SentMail | undefined;
}

export const mailsCommand = (): Command =>
  withTarget(new Command('mails'))
    .description('lists what customers were told by mail, the newest first')
    .option('--order <id>', 'about this order', orderId)
    .option('--limit <n>', 'at most so many', count, 20)
    .option('--page', 'writes all mails of the local cloud into a page, and says where it is')
    .option('--json', 'as JSON, for scripts; with texts on the local cloud')
    .action(async (options: MailsOptions) => {
      if (options.page) {
        const page = await writePage(options);
        console.log(options.json ? JSON.stringify({ page }) : page);
        return;
      }
      const mails = await atOutwardDesk(options, (desk) => read(desk, options));
      console.log(options.json ? JSON.stringify(mails, null, 2) : table(mails));
    });

async function read({ log }: OutwardDesk, options: MailsOptions): Promise<readonly LoggedMail[]> {
  const { order, limit, stack } = options;
  const logged =
    order === undefined
      ? await gather(limit, (cursor) => log.recent('mail', cursor))
      : [...(await log.ofOrder(order))].reverse().filter(({ kind }) => kind === 'mail');
  const texts = stack === undefined ? await readSentMails(runningCloud(options).emulator) : [];
  return logged.slice(0, limit).map((delivery) => ({
    ...delivery,
    mail: texts.find(({ messageId }) => messageId === delivery.messageId),
  }));
}

async function writePage(options: MailsOptions): Promise<string> {
  if (options.stack !== undefined) {
    throw new CommandError('the texts of mails are kept by the local cloud alone', EXIT.usage);
  }
  const { emulator, stateDirectory } = runningCloud(options);
  const file = path.join(stateDirectory, 'mails.html');
  writeFileSync(file, mailPage(await readSentMails(emulator)), { mode: 0o600 });
  return file;
}

const table = (mails: readonly LoggedMail[]): string =>
  mails.length === 0
    ? 'No mail was sent, or it is not remembered any more.'
    : plainTable(
        ['order', 'mail', 'outcome', 'ago'],
        mails.map(({ orderId = '', target, outcome, reason, at, mail }) => ({
          cells: [orderId, target, outcome === 'delivered' ? colours.green(outcome) : colours.yellow(outcome), ago(at)],
          ...(mail === undefined
            ? reason === undefined
              ? {}
              : { below: reason }
            : { below: `to ${mail.to.join(', ')}: ${mail.subject}` }),
        })),
      );
