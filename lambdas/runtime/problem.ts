/** Every problem that the API answers with; `docs/problems.md` tells clients what to do about each. */
const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'invalid-signature': { status: 400, title: 'The signature is not valid' },
  'idempotency-key-required': { status: 400, title: 'An Idempotency-Key header is required' },
  unauthorized: { status: 401, title: 'The caller is not known' },
  forbidden: { status: 403, title: 'The caller may not do this' },
  'order-not-found': { status: 404, title: 'There is no such order' },
  'webhook-endpoint-not-found': { status: 404, title: 'There is no such webhook endpoint' },
  'request-in-progress': { status: 409, title: 'The same request is still being worked on' },
  'webhook-endpoint-exists': { status: 409, title: 'There is a webhook endpoint with this address' },
  'too-many-webhook-endpoints': { status: 409, title: 'There are as many webhook endpoints as there may be' },
  'too-many-webhook-secrets': { status: 409, title: 'The secret was replaced too often' },
  'request-too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'The content type is not supported' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key was used for another request' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  'temporarily-unavailable': { status: 503, title: 'The service is temporarily unavailable' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ProblemName = keyof typeof PROBLEMS;
export const PROBLEM_NAMES = Object.keys(PROBLEMS) as readonly ProblemName[];

export interface InvalidPart {
  /** JSON pointer into the body as a URI fragment, or the name of a header or parameter. */
  readonly pointer: string;
  readonly detail: string;
}

export interface ProblemFacts {
  /** One sentence for the developer of the client; never a value that was sent. */
  readonly detail?: string;
  readonly errors?: readonly InvalidPart[];
  readonly orderId?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A problem document (RFC 9457), before it knows which request it answers. */
export interface Problem extends Omit<ProblemFacts, 'headers'> {
  /** A reference relative to the API, see `docs/problems.md`. */
  readonly type: `/problems/${ProblemName}`;
  readonly title: string;
  readonly status: number;
}

/** Thrown by API functions to answer with a problem document instead. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly problemName: ProblemName,
    { headers = {}, ...facts }: ProblemFacts = {},
    options?: ErrorOptions,
  ) {
    super(problemName, options);
    this.problem = { type: `/problems/${problemName}`, ...PROBLEMS[problemName], ...facts };
    this.headers = headers;
  }
}
