import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AssessedLetter } from '../../../lambdas/operations/dead-letters/assess';
import { emulatorClient } from '../../../localstack/aws';
import { orderOf } from '../../../localstack/main-job/scenarios';
import { localCloud } from '../local-cloud';
import type { Customer } from './customer';
import { eventually } from './eventually';
import { type InterceptedMessage, interceptOrder } from './intercept-order';
import { cliAnswer, runCli } from './run-cli';

/**
 * An order that a customer placed, and whose message was spoilt on its way: no consumer could read it, until an operator
 * repaired it and sent it back. It goes on in the trace of the request all the while, as SQS carries that along.
 */
export async function deadLetteredAndReplayed(customer: Customer): Promise<string> {
  const { orderId, ...message } = await interceptOrder(
    async () => (await customer.shop.place(orderOf())).orderId ?? '',
  );
  await sendSpoilt(message);

  const [{ letter }] = await eventually(
    async () => {
      const listing = await cliAnswer<{ letters: readonly AssessedLetter[] }>('dead-letters', 'list');
      return listing.letters.filter((candidate) => candidate.orderId === orderId) as [AssessedLetter];
    },
    ({ length }) => length > 0,
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'story-'));
  try {
    const payload = path.join(folder, 'repaired.json');
    writeFileSync(payload, message.body);
    const run = await runCli(['dead-letters', 'edit-and-replay', letter.id, '--payload', payload, '--yes']);
    if (run.code !== 0) {
      throw new Error(`the letter was not sent back: ${run.stderr}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return orderId;
}

/** In a version that was never released. */
async function sendSpoilt({ body, traceHeader }: Omit<InterceptedMessage, 'orderId'>): Promise<void> {
  const { emulator, queues } = localCloud();
  const sqs = new SQSClient(emulatorClient(emulator));
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: queues.orders,
      MessageBody: JSON.stringify({ ...JSON.parse(body), schemaVersion: 0 }),
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: traceHeader } },
    }),
  );
  sqs.destroy();
}
