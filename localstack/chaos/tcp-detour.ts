import { createConnection, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { breakSocket } from './break-socket';
import type { Call, FaultSource } from './call';
import type { Detour } from './detour';
import { listenReopenably } from './reopenable-server';
import type { TcpFault } from './tcp-fault';

const LOOK_AGAIN_MS = 20;

/**
 * Stands between clients and Postgres, or its replica, and disturbs single things that are sent. It reads no protocol but for the
 * first byte: a client of ours sends a statement with all that belongs to it at once.
 *
 * @param to asked for each connection
 */
export async function startPostgresDetour({
  point,
  to,
  faults,
  met = new Set(),
  onFailed = () => {},
}: {
  readonly point: 'postgres' | 'replica';
  readonly to: () => number;
  readonly faults: FaultSource<TcpFault>;
  /** Ids of rules that have been met: what arrives late may wait for one. */
  readonly met?: ReadonlySet<string>;
  /** Told of what could not arrive late any more: Postgres had ended the connection meanwhile. */
  readonly onFailed?: (fault: TcpFault) => void;
}): Promise<Detour> {
  let unreached = 0;
  const onUnreached = (): void => {
    unreached += 1;
  };
  const server = createServer({ noDelay: true }, (client) =>
    relay({ client, port: to(), callOf: (sent) => callOf(point, sent), faults, met, onFailed, onUnreached }),
  );
  return { ...(await listenReopenably(server)), unreached: () => unreached };
}

function relay({
  client,
  port,
  callOf,
  faults,
  met,
  onFailed,
  onUnreached,
}: {
  readonly client: Socket;
  readonly port: number;
  readonly callOf: (sent: Buffer) => Call | undefined;
  readonly faults: FaultSource<TcpFault>;
  readonly met: ReadonlySet<string>;
  readonly onFailed: (fault: TcpFault) => void;
  readonly onUnreached: () => void;
}): void {
  const upstream = createConnection({ host: '127.0.0.1', port, noDelay: true });
  /** Of what was sent last; what comes back is treated by it. */
  let fault: TcpFault | undefined;
  let sending = Promise.resolve();
  /** Whether anything has come back since the client last asked for something, which begins with the connection. */
  let isAnswered = false;
  const cutClient = (): void => breakSocket(client);
  const cut = (): void => {
    cutClient();
    upstream.destroy();
  };
  for (const socket of [client, upstream]) {
    socket.on('error', () => {});
  }
  client.on('close', () => fault?.kind !== 'arrives-late' && upstream.end());
  upstream.on('close', () => {
    if (!isAnswered && !client.destroyed) {
      onUnreached();
    }
    cutClient();
  });

  const send = async (sent: Buffer): Promise<void> => {
    if (fault?.kind === 'black-hole') {
      return; // and everything after it
    }
    const call = callOf(sent);
    isAnswered &&= call === undefined;
    fault = call === undefined ? undefined : faults(call);
    switch (fault?.kind) {
      case 'cut-before':
        return cut();
      case 'cut-during':
        // The end of the sending side follows the data, so the server gets all of it before it sees the cut.
        upstream.end(sent);
        return cutClient();
      case 'arrives-late':
        cutClient();
        await sleep(fault.ms);
        while (fault.after !== undefined && !met.has(fault.after) && upstream.writable) {
          await sleep(LOOK_AGAIN_MS);
        }
        if (!upstream.writable) {
          return onFailed(fault);
        }
        upstream.end(sent);
        return;
      case 'black-hole':
        return;
      case 'delay':
        await sleep(fault.ms);
        break;
      default:
    }
    upstream.write(sent);
  };

  client.on('data', (sent) => {
    sending = sending.then(() => send(sent));
  });
  upstream.on('data', (answer) => {
    isAnswered = true;
    if (fault?.kind === 'cut-after') {
      cut();
    } else if (fault === undefined || fault.kind === 'delay') {
      client.write(answer);
    }
  });
}

/** Messages of a client begin with their kind, the very first one with its length. */
function callOf(point: Call['point'], sent: Buffer): Call | undefined {
  const kind = String.fromCharCode(sent[0] ?? 0);
  const name = { P: 'statement', Q: 'statement', '\0': 'start-up' }[kind];
  return name === undefined ? undefined : { point, name, text: sent.toString('latin1') };
}
