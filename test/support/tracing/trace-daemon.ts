import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SegmentDocument } from '../../../lambdas/contracts/segment-document';

const GIVE_UP_AFTER_MS = 10_000;

export interface TraceDaemon {
  readonly address: string;
  readonly documents: SegmentDocument[];
  readonly datagrams: Buffer[];
  /** Documents of work that has ended, once there are so many. */
  ended(count: number): Promise<readonly SegmentDocument[]>;
  forget(): void;
  close(): void;
}

/** Takes segments as the X-Ray daemon does. */
export async function startTraceDaemon(): Promise<TraceDaemon> {
  const datagrams: Buffer[] = [];
  const documents: SegmentDocument[] = [];
  const socket = createSocket('udp4');
  let isOpen = true;
  socket.on('message', (datagram) => {
    datagrams.push(datagram);
    documents.push(JSON.parse(datagram.toString().split('\n')[1] ?? ''));
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');

  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    documents,
    datagrams,
    async ended(count) {
      const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
      for (;;) {
        const ended = documents.filter(({ in_progress }) => in_progress !== true);
        if (ended.length >= count) {
          return ended;
        }
        if (performance.now() > giveUpAt) {
          throw new Error(`waited for ${count} documents, got ${JSON.stringify(documents)}`);
        }
        await sleep(5);
      }
    },
    forget() {
      documents.length = 0;
      datagrams.length = 0;
    },
    close() {
      if (isOpen) {
        isOpen = false;
        socket.close();
      }
    },
  };
}
