let calls = 0;

/** Counts one request to AWS, retries included: they cost money and time like any other. */
export const countAwsCall = (): void => {
  calls += 1;
};

/** How many there were since it was asked last. */
export function takeAwsCalls(): number {
  const taken = calls;
  calls = 0;
  return taken;
}

/** The part of an SDK client that lets somebody look at each request. */
interface SdkClient {
  readonly middlewareStack: {
    // biome-ignore lint/suspicious/noExplicitAny: the SDK's own types differ from client to client
    add(middleware: (next: any) => (args: any) => Promise<any>, options: object): void;
  };
}

/** Counts what a client of the SDK sends. After its retries have begun: each attempt is a request. */
export function counted<Client extends SdkClient>(client: Client): Client {
  client.middlewareStack.add(
    (next) => (args) => {
      countAwsCall();
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'countAwsCall' },
  );
  return client;
}
