import { randomBytes, randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createSqsOrderQueue } from '../../../lambdas/gateways/sqs-order-queue';
import type { AssessedLetter } from '../../../lambdas/operations/dead-letters/assess';
import { documentClient } from '../../../lambdas/persistence/dynamodb/clients';
import { createDynamoIntakeStore } from '../../../lambdas/persistence/dynamodb/intake-store';
import { emulatorClient } from '../../../localstack/aws';
import { orderOf } from '../../../localstack/main-job/scenarios';
import { localCloud } from '../local-cloud';
import { eventually } from './eventually';
import { cliAnswer, runCli } from './run-cli';

/** Whoever calls before our API: the collector takes a segment of anybody who speaks its protocol. */
function recordCaller(): { readonly header: string; readonly spanId: string } {
  const traceId = `1-${Math.floor(Date.now() / 1_000).toString(16)}-${randomBytes(12).toString('hex')}`;
  const spanId = randomBytes(8).toString('hex');
  const now = Date.now() / 1_000;
  const segment = { trace_id: traceId, id: spanId, name: 'shop', start_time: now, end_time: now + 0.001 };
  const [host = '', port] = localCloud().traces.daemonAddress.split(':');
  const socket = createSocket('udp4');
  socket.send(`{"format":"json","version":1}\n${JSON.stringify(segment)}`, Number(port), host, () => socket.close());
  return { header: `Root=${traceId};Parent=${spanId};Sampled=1`, spanId };
}

/** An accepted order whose message no consumer could read, until an operator repaired it and sent it back. */
export async function deadLetteredAndReplayed(customerId: string): Promise<string> {
  const { emulator, tables, queues } = localCloud();
  const settings = emulatorClient(emulator);
  const { header } = recordCaller();
  const orderId = randomUUID();
  const { paymentMethodId, shippingAddress, lines } = orderOf();
  const order = { orderId, customerId, lines: [...lines], acceptedAt: new Date().toISOString() };
  const client = documentClient(new DynamoDBClient(settings));
  await createDynamoIntakeStore({ client, table: tables.intake }).putIfNew({
    ...order,
    paymentMethodId,
    shippingAddress: shippingAddress as never,
    bodyHash: 'a'.repeat(64),
    traceHeader: header,
    enqueuedAt: order.acceptedAt,
  });
  const unreadable = { ...order, schemaVersion: 0 } as never;
  await createSqsOrderQueue({ client: new SQSClient(settings), queueUrl: queues.orders }).send(unreadable, header);

  const { letters } = await eventually(
    async () => {
      const listing = await cliAnswer<{ letters: readonly AssessedLetter[] }>('dead-letters', 'list');
      return { letters: listing.letters.filter((letter) => letter.orderId === orderId) };
    },
    ({ letters: own }) => own.length > 0,
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'story-'));
  try {
    const payload = path.join(folder, 'repaired.json');
    writeFileSync(payload, JSON.stringify({ schemaVersion: 1, ...order }));
    const id = letters[0]?.letter.id ?? '';
    const run = await runCli(['dead-letters', 'edit-and-replay', id, '--payload', payload, '--yes']);
    if (run.code !== 0) {
      throw new Error(`the letter was not sent back: ${run.stderr}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return orderId;
}
