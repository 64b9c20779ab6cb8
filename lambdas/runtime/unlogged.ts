interface SdkClient {
  readonly middlewareStack: { remove(name: string): boolean };
}

/**
 * Before the SDK finds that it was given no log, it has copied for it, field by field, all that was asked and answered: of
 * a page of a hundred items as much work as reading them. What is of interest in a call, spans and errors say.
 */
export function unlogged<Client extends SdkClient>(client: Client): Client {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
