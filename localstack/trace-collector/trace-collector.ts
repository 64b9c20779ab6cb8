import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { openSegmentLog } from './segment-log';
import { segmentSchema } from './segment-schema';

export interface TraceCollector {
  /** For AWS_XRAY_DAEMON_ADDRESS. */
  readonly address: string;
  readonly directory: string;
  /** Takes the document of one segment. */
  take(document: string): void;
  close(): Promise<void>;
}

/** Bursts wait in the kernel while this process is busy with something else. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

/** What came in and is no segment; a test wants it to be empty. */
export const refusedFile = (directory: string): string => path.join(directory, 'refused.jsonl');

/** Plays the X-Ray daemon, and X-Ray: takes segments over UDP on this machine and keeps the newest in a file. */
export async function startTraceCollector(directory: string): Promise<TraceCollector> {
  const log = openSegmentLog(directory);
  const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES });
  socket.on('error', () => {});
  const keep = (result: Received): void => {
    if (result.kind === 'segment') {
      log.append(JSON.stringify(result.segment));
    } else {
      appendFileSync(refusedFile(directory), `${JSON.stringify(result)}\n`);
    }
  };
  socket.on('message', (datagram) => keep(readDatagram(datagram.toString('utf8'))));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    directory,
    take: (document) => keep(readSegment(document)),
    async close() {
      socket.close();
      await log.close();
    },
  };
}

type Received =
  | { readonly kind: 'segment'; readonly segment: unknown }
  | { readonly kind: 'refused'; readonly because: string };

/** Why, and never what: what was refused may hold anything. */
function readDatagram(datagram: string): Received {
  const [header = '', document = ''] = datagram.split('\n', 2);
  const { format, version } = parse(header) ?? {};
  return format === 'json' && version === 1
    ? readSegment(document)
    : { kind: 'refused', because: 'a header that is not of version 1' };
}

function readSegment(document: string): Received {
  const { success, data, error } = segmentSchema.safeParse(parse(document));
  return success
    ? { kind: 'segment', segment: data }
    : {
        kind: 'refused',
        because: error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`).join('; '),
      };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
