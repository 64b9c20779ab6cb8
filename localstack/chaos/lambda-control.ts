import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { FaultSource } from './call';
import type { LambdaFault } from './lambda-fault';
import { listenReopenably, type ReopenableServer } from './reopenable-server';
import type { Worker, Workers } from './workers';

/** What the hook in the local Lambda runtime says of an invocation before it begins. */
interface Invocation extends Worker {
  readonly requestId: string;
  readonly event: unknown;
}

/** Tells the local Lambda runtimes, invocation by invocation, what is to go wrong. */
export function startLambdaControl({
  faults,
  workers,
}: {
  readonly faults: FaultSource<LambdaFault>;
  readonly workers: Workers;
}): Promise<ReopenableServer> {
  const server = createServer((request, response) => {
    text(request).then(
      (body) => {
        const { event, ...invocation } = JSON.parse(body) as Invocation;
        workers.saw(invocation);
        const fault = faults({ point: 'lambda', name: invocation.function, text: JSON.stringify(event) });
        response.setHeader('content-type', 'application/json').end(JSON.stringify(fault ?? {}));
      },
      () => response.destroy(),
    );
  });
  return listenReopenably(server);
}
