/** The id in an X-Ray header (`Root=1-…;Parent=…`), by which the trace is found. */
export const traceIdIn = (traceHeader: string | undefined): string | undefined =>
  /Root=([0-9a-f-]+)/.exec(traceHeader ?? '')?.[1];
