import type { ReopenableServer } from './reopenable-server';

/** Stands between callers and a service, and notices when there is nobody behind it. */
export interface Detour extends ReopenableServer {
  /** How many calls have failed so far because the service was away: refused, or gone before it had answered. */
  unreached(): number;
}
