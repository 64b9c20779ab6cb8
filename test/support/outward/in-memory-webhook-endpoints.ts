import type {
  DisabledBecause,
  EndpointChange,
  EndpointHealth,
  WebhookEndpoint,
  WebhookEndpoints,
} from '../../../lambdas/ports/webhook-endpoints';

/** Twin of the DynamoDB store: the same conditions, each method atomic. */
export class InMemoryWebhookEndpoints implements WebhookEndpoints, EndpointHealth {
  readonly #endpoints = new Map<string, WebhookEndpoint>();
  /** How often anything was written. */
  writes = 0;

  constructor(...endpoints: readonly WebhookEndpoint[]) {
    for (const endpoint of endpoints) {
      this.#endpoints.set(endpoint.endpointId, endpoint);
    }
  }

  async add(endpoint: WebhookEndpoint): Promise<boolean> {
    if (this.#endpoints.has(endpoint.endpointId)) {
      return false;
    }
    this.#write(endpoint);
    return true;
  }

  async find(endpointId: string): Promise<WebhookEndpoint | undefined> {
    return structuredClone(this.#endpoints.get(endpointId));
  }

  async list(): Promise<readonly WebhookEndpoint[]> {
    return [...this.#endpoints.values()].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  }

  async change(endpointId: string, change: EndpointChange): Promise<WebhookEndpoint | undefined> {
    const endpoint = this.#endpoints.get(endpointId);
    return endpoint && this.#write({ ...endpoint, ...change });
  }

  async remove(endpointId: string): Promise<boolean> {
    return this.#endpoints.delete(endpointId);
  }

  async failed(endpointId: string, at: Date): Promise<void> {
    const endpoint = this.#endpoints.get(endpointId);
    if (endpoint?.state.status === 'enabled' && endpoint.state.failingSince === undefined) {
      this.#write({ ...endpoint, state: { status: 'enabled', failingSince: at.toISOString() } });
    }
  }

  async recovered(endpointId: string): Promise<void> {
    const endpoint = this.#endpoints.get(endpointId);
    if (endpoint?.state.status === 'enabled') {
      this.#write({ ...endpoint, state: { status: 'enabled' } });
    }
  }

  async disable(endpointId: string, because: DisabledBecause, at: Date): Promise<boolean> {
    const endpoint = this.#endpoints.get(endpointId);
    if (endpoint?.state.status !== 'enabled') {
      return false;
    }
    const state = { status: 'disabled', since: at.toISOString(), because, announced: false } as const;
    this.#write({ ...endpoint, state });
    return true;
  }

  async announced(endpointId: string): Promise<void> {
    const endpoint = this.#endpoints.get(endpointId);
    if (endpoint?.state.status === 'disabled') {
      this.#write({ ...endpoint, state: { ...endpoint.state, announced: true } });
    }
  }

  #write(endpoint: WebhookEndpoint): WebhookEndpoint {
    this.writes += 1;
    this.#endpoints.set(endpoint.endpointId, endpoint);
    return endpoint;
  }
}
