import type * as z from 'zod/mini';
import type { InvalidPart } from './problem';

/** A body with a thousand mistakes gets an answer of bounded size. */
const MOST_PARTS = 20;
const LONGEST_KEY = 64;

/** Escapes a key for a JSON pointer (RFC 6901) in a URI fragment. */
const token = (key: PropertyKey): string =>
  encodeURIComponent(String(key).slice(0, LONGEST_KEY).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'));

const pointerTo = (path: readonly PropertyKey[]): string => ['#', ...path.map(token)].join('/');

/** Names the parts of a body that a schema refused. The refused values themselves are never repeated. */
export const invalidParts = (error: z.core.$ZodError): readonly InvalidPart[] =>
  error.issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ pointer: pointerTo([...issue.path, key]), detail: 'is not part of this request' }))
        : [{ pointer: pointerTo(issue.path), detail: issue.message }],
    )
    .slice(0, MOST_PARTS);

const UNIT = { string: 'characters', array: 'items' } as const;

function boundOf(issue: { readonly origin: string }, bound: number | bigint): string {
  const unit = issue.origin === 'string' || issue.origin === 'array' ? ` ${UNIT[issue.origin]}` : '';
  return unit === '' ? `be ${bound}` : `have ${bound}${unit}`;
}

/** The sentences of our own: the schema library's would depend on its version and language. */
export const describeIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be of type ${issue.expected}`;
    case 'too_small':
      return `must at least ${boundOf(issue, issue.minimum)}`;
    case 'too_big':
      return `must at most ${boundOf(issue, issue.maximum)}`;
    default:
      return 'does not have the expected form';
  }
};
