/** Why nothing is sent to an endpoint any more. */
export type DisabledBecause = 'an operator said so' | 'it failed for days' | 'it said that it is gone';

/** `failingSince` is the first failure after which nothing has been delivered. */
export type EndpointState =
  | { readonly status: 'enabled'; readonly failingSince?: string | undefined }
  | {
      readonly status: 'disabled';
      readonly since: string;
      readonly because: DisabledBecause;
      /** Whether the event that says so has been published. */
      readonly announced: boolean;
    };

/** Where a merchant wants to hear of events. Its secret is elsewhere. */
export interface WebhookEndpoint {
  readonly endpointId: string;
  readonly url: string;
  /** None: every type of event. */
  readonly eventTypes: readonly string[];
  readonly description?: string | undefined;
  readonly state: EndpointState;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

export type EndpointChange = Partial<Pick<WebhookEndpoint, 'eventTypes' | 'description' | 'state'>>;

export interface WebhookEndpoints {
  /** @returns false when there is one with this id */
  add(endpoint: WebhookEndpoint): Promise<boolean>;
  find(endpointId: string): Promise<WebhookEndpoint | undefined>;
  /** All that there are: their number is bounded by `LIMITS.webhookEndpoints`. */
  list(): Promise<readonly WebhookEndpoint[]>;
  /** @returns undefined when there is no such endpoint */
  change(endpointId: string, change: EndpointChange): Promise<WebhookEndpoint | undefined>;
  /** @returns false when there is no such endpoint */
  remove(endpointId: string): Promise<boolean>;
}

/** What deliveries tell of an endpoint. None of these brings one back that was removed. */
export interface EndpointHealth {
  /** A delivery has failed: unless an earlier one is on record, the endpoint is failing from now on. */
  failed(endpointId: string, at: Date): Promise<void>;
  /** A delivery has arrived: the endpoint is not failing any more. */
  recovered(endpointId: string): Promise<void>;
  /** @returns false when it was not enabled any more: somebody else has disabled it */
  disable(endpointId: string, because: DisabledBecause, at: Date): Promise<boolean>;
  announced(endpointId: string): Promise<void>;
}
