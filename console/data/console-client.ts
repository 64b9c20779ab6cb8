import { tracedClient } from '../../lambdas/runtime/tracing/traced-client';
import { unlogged } from '../../lambdas/runtime/unlogged';

/** A client of the SDK as pages use it: its calls are spans of the page, and nothing is prepared for a log that nobody keeps. */
export const consoleClient = <Client extends Parameters<typeof tracedClient>[0] & Parameters<typeof unlogged>[0]>(
  client: Client,
): Client => tracedClient(unlogged(client));
