import type { DisabledBecause } from './webhook-endpoints';

export interface DisabledEndpoint {
  readonly endpointId: string;
  readonly because: DisabledBecause;
  readonly since: string;
}

/** Tells the company's own systems. Telling the same twice is telling it once: the id of the event is the same. */
export interface EndpointAnnouncements {
  disabled(endpoint: DisabledEndpoint): Promise<void>;
}
