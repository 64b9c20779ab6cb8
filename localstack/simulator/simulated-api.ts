import type { Answer, ApiRequest } from './answer';
import type { Memory } from './state-file';

/** How an execution goes wrong inside the API: it fails and remembers that, works and then fails, or refuses as for good. */
export type Breakage = 'none' | 'fails-and-remembers' | 'works-and-fails' | 'refuses';

/** A request that was understood but has had no effect yet, so that a fault can come before it. */
export interface ApiCall {
  readonly operation: string;
  readonly orderId: string | undefined;
  /** Has the effect; `meanwhile` is how long the execution takes, in which the API holds its locks. */
  execute(execution: { readonly breakage: Breakage; readonly meanwhile: Promise<void> }): Promise<Answer>;
}

/** What it answers is for whoever made it happen to read. */
export type Incident = (input: unknown) => object | undefined | Promise<object | undefined>;

/** The part of a simulator that differs: an API of somebody else, and the ledger of what really happened there. */
export interface SimulatedApi {
  /** An `Answer` refuses the request before it is a call: unknown path, no key, malformed input. */
  receive(request: ApiRequest): ApiCall | Answer;
  /** An error document in the API's own format. */
  failure(status: number): Answer;
  ledger(): Readonly<Record<string, unknown>>;
  /** Named things that a test may make happen: `POST /_simulator/<name>`, with what the body says. */
  readonly incidents: Readonly<Record<string, Incident>>;
  /** Ends what the API does by itself, if anything: called before it is saved for the last time. */
  close?(): void;
  memory(): Memory;
  restore(memory: Memory): void;
}

export const isAnswer = (received: ApiCall | Answer): received is Answer => 'status' in received;
