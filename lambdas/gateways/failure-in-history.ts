import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { FailureName } from '../domain/failures';

export interface FailureInHistory {
  /** Name of what was thrown. Nothing where Step Functions does not say it. */
  readonly error?: string;
  /** What a failure of ours says in its own words, which hold nothing personal. */
  readonly message?: string;
}

const OURS: readonly string[] = Object.values(FailureName);

/** Each kind of event has its failure in a place of its own. A cause is a text of whoever failed: only that of our own failures is told. */
export function failureIn(event: HistoryEvent): FailureInHistory {
  const { error, cause } = Object.values(event).find(isFailure) ?? {};
  const message = error !== undefined && OURS.includes(error) ? messageIn(cause) : '';
  return { ...(error === undefined ? {} : { error }), ...(message === '' ? {} : { message }) };
}

const isFailure = (details: unknown): details is { readonly error: string; readonly cause?: string } =>
  typeof details === 'object' && details !== null && 'error' in details && typeof details.error === 'string';

function messageIn(cause = ''): string {
  try {
    const { errorMessage } = JSON.parse(cause) as { readonly errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : '';
  } catch {
    return '';
  }
}
