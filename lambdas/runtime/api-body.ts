import type * as z from 'zod/mini';
import type { ApiRequest } from './api-request';
import { ProblemError } from './problem';
import { describeIssue, invalidParts } from './problem-details';

const JSON_MEDIA_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/**
 * The body of a request in the shape of a schema.
 *
 * @throws ProblemError that names every part which is not as it must be
 */
export function parseBody<Schema extends z.ZodMiniType>(schema: Schema, request: ApiRequest): z.infer<Schema> {
  const [contentType, ...others] = request.headers('content-type');
  if (contentType === undefined || others.length > 0 || !JSON_MEDIA_TYPE.test(contentType.trim())) {
    throw new ProblemError('unsupported-media-type', { detail: 'The content type must be application/json.' });
  }
  const result = schema.safeParse(parseJson(request.body()), { error: describeIssue });
  if (!result.success) {
    throw new ProblemError('invalid-request', {
      detail: 'Parts of the body are not as they must be.',
      errors: invalidParts(result.error),
    });
  }
  return result.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError('invalid-request', { detail: 'The body is not JSON.' });
  }
}
