import { inSpan } from './trace';

interface Call {
  readonly input: Readonly<Record<string, unknown>>;
}
interface Answer {
  readonly output: { readonly $metadata?: { readonly requestId?: string; readonly attempts?: number } };
}
type Next = (call: Call) => Promise<Answer>;
interface Middlewares {
  add(
    middleware: (next: Next, context: { readonly clientName?: string; readonly commandName?: string }) => Next,
    options: { readonly step: 'initialize'; readonly name: string; readonly override: true },
  ): void;
}

/** Names that X-Ray knows its picture of a service by. */
const SERVICE: Readonly<Record<string, string>> = { SFNClient: 'StepFunctions' };

/** Members of a call that say what it is about, under X-Ray's names for them. */
const ABOUT: Readonly<Record<string, string>> = { TableName: 'table_name', QueueUrl: 'queue_url' };

/** Makes every call of an AWS client a span, its retries included. */
export function tracedClient<Client extends { readonly middlewareStack: object }>(client: Client): Client {
  (client.middlewareStack as Middlewares).add(
    (next, { clientName = 'AWS', commandName = '' }) =>
      (call) => {
        const service = SERVICE[clientName] ?? clientName.replace(/Client$/, '');
        const aws = { operation: commandName.replace(/Command$/, ''), ...subjectOf(call.input) };
        return inSpan(service, { namespace: 'aws', aws, isRefusal }, async (span) => {
          const answer = await next(call);
          const { requestId, attempts = 1 } = answer.output.$metadata ?? {};
          span?.describeCall({ retries: attempts - 1, ...(requestId === undefined ? {} : { request_id: requestId }) });
          return answer;
        });
      },
    { step: 'initialize', name: 'trace', override: true },
  );
  return client;
}

const subjectOf = (input: Call['input']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(ABOUT).flatMap(([member, name]) => {
      const value = input[member];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );

/** A condition that did not hold, a name that was taken: an answer, and no breakage. */
const isRefusal = (error: unknown): boolean => error instanceof Error && '$fault' in error && error.$fault === 'client';
