/**
 * The trace that a message says it belongs to. By its form, as `orderIdIn`: in an event of ours, or in the input of an
 * execution that stands in an event of Step Functions as text.
 */
export const traceHeaderIn = (body: string): string | undefined =>
  /"(?:trace|traceHeader)\\?":\s*\\?"(Root=[\w=;:-]{1,250})\\?"/.exec(body)?.[1];
