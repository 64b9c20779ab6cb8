import { readConsolePort } from './environment';

/** What a container is asked inside itself, by its health check: exit code 0 means that the process answers. */
const TIMEOUT_MS = 4_000;

fetch(`http://127.0.0.1:${readConsolePort()}/health/live`, { signal: AbortSignal.timeout(TIMEOUT_MS) }).then(
  ({ ok }) => process.exit(ok ? 0 : 1),
  () => process.exit(1),
);
