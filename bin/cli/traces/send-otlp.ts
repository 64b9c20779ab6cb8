import { writeFileSync } from 'node:fs';
import { toOtlp } from '../../../lambdas/operations/traces/to-otlp';
import type { Trace } from '../../../lambdas/ports/trace-reader';
import { CommandError } from '../command-error';

const TIMEOUT_MS = 10_000;

/**
 * Gives traces to what speaks OpenTelemetry.
 *
 * @param to address of a collector, or a file; nothing: to standard output
 * @throws CommandError when the collector does not take them
 */
export async function sendOtlp(traces: readonly Trace[], to: string | undefined): Promise<void> {
  const text = JSON.stringify(toOtlp(traces), null, to === undefined ? 2 : undefined);
  if (to === undefined) {
    console.log(text);
  } else if (/^https?:\/\//.test(to)) {
    await post(text, endpointOf(to));
  } else {
    writeFileSync(to, `${text}\n`);
    console.log(`Written to ${to}.`);
  }
}

/** The address of a collector is known by its host, as in OTEL_EXPORTER_OTLP_ENDPOINT. */
function endpointOf(address: string): URL {
  const url = new URL(address);
  if (!url.pathname.endsWith('/v1/traces')) {
    url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/traces`;
  }
  return url;
}

async function post(body: string, url: URL): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw new CommandError(`cannot reach ${url}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!answer.ok) {
    throw new CommandError(`${url} answered ${answer.status}: ${await answer.text()}`);
  }
  console.log(`Sent to ${url}.`);
}
