import { AsyncLocalStorage } from 'node:async_hooks';
import { withinDeadline } from '../resilience/deadline';
import { inTime } from '../resilience/in-time';
import { counted } from './aws-calls';
import { AWS_CALL_MS } from './aws-client-bounds';
import { tracedClient } from './tracing/traced-client';
import { unlogged } from './unlogged';

/** The parts of an SDK client that bound its calls: its request handler sees each attempt, its first middleware all of them. */
interface SdkClient {
  readonly config: { readonly requestHandler: object };
  readonly middlewareStack: {
    // biome-ignore lint/suspicious/noExplicitAny: the SDK's own types differ from client to client
    add(middleware: (next: any) => (args: any) => Promise<any>, options: object): void;
    remove(name: string): boolean;
  };
}

interface RequestHandler {
  handle(request: unknown, options?: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
}

/** A client of the SDK as functions use it: its calls are counted, traced, not logged, and never outlast the invocation. */
export const awsClient = <Client extends SdkClient>(client: Client): Client =>
  tracedClient(counted(withinInvocation(unlogged(client))));

/** When the time of the call is over that is being made: its last attempts may run into the next invocation. */
const timeUpOfCall = new AsyncLocalStorage<AbortSignal>();

/**
 * Ends a call when the time of the invocation is over, whichever of its attempts it is at and also while it waits for
 * the next: so the sum of all calls nests inside of the function's time-out, however many there are. An attempt that is
 * aborted is not repeated; until then the client's own bounds decide.
 */
export function withinInvocation<Client extends SdkClient>(client: Client): Client {
  const handler = client.config.requestHandler as RequestHandler;
  const handle = handler.handle.bind(handler);
  handler.handle = (request, options = {}) => {
    const signals = [options.abortSignal, timeUpOfCall.getStore()].filter((signal) => signal !== undefined);
    return handle(request, { ...options, abortSignal: AbortSignal.any(signals) });
  };
  client.middlewareStack.add(
    (next) => (args) => {
      const ms = withinDeadline(AWS_CALL_MS);
      return timeUpOfCall.run(AbortSignal.timeout(ms), () => inTime(next(args), ms));
    },
    { step: 'initialize', priority: 'low', name: 'endWithInvocation' },
  );
  return client;
}
