import { createSocket, type Socket } from 'node:dgram';
import type { SegmentDocument } from '../../contracts/segment-document';

export interface SegmentEmitter {
  /** Returns at once and never throws: what is lost on the way is missing from a picture, and nothing else. */
  emit(document: () => SegmentDocument): void;
}

/** What X-Ray takes as one document, and a datagram bears. */
export const DOCUMENT_BYTES_MAX = 60_000;

const HEADER = '{"format":"json","version":1}\n';

/**
 * Sends segments to the X-Ray daemon by its documented protocol: a header line and a document, in one datagram.
 *
 * @param address as in AWS_XRAY_DAEMON_ADDRESS: `host:port`, or `tcp:host:port udp:host:port`
 */
export function createSegmentEmitter(address: string | undefined): SegmentEmitter {
  const [, host, port] = /(?:^|udp:)([\w.-]+):(\d{1,5})$/.exec(address?.trim() ?? '') ?? [];
  if (host === undefined) {
    return { emit: () => {} };
  }
  let socket: Socket | undefined;

  return {
    emit(document) {
      try {
        socket ??= openSocket();
        socket.send(HEADER + textOf(document()), Number(port), host, () => {});
      } catch {
        socket = undefined; // the next one tries again
      }
    },
  };
}

function openSocket(): Socket {
  const socket = createSocket('udp4');
  socket.on('error', () => {}); // nobody is there to take segments
  socket.unref();
  return socket;
}

/** A document that is too large would be lost whole: rather without what happened inside of it. */
export function textOf(document: SegmentDocument): string {
  const text = JSON.stringify(document);
  if (Buffer.byteLength(text) <= DOCUMENT_BYTES_MAX) {
    return text;
  }
  const { subsegments = [], annotations, ...rest } = document;
  return JSON.stringify({ ...rest, annotations: { ...annotations, omitted: subsegments.length } });
}
