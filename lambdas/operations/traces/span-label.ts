import type { TraceSpan } from '../../ports/trace-reader';

/** What a span is called, and what exactly was done: the statement, the operation, which attempt it was. */
export function spanLabel({ name, annotations }: TraceSpan): { readonly name: string; readonly what: string } {
  const { statement, operation, attempt } = annotations;
  return { name: Number(attempt ?? 1) > 1 ? `${name} #${attempt}` : name, what: String(statement ?? operation ?? '') };
}
