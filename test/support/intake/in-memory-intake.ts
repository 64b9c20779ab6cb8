import type { IntakeRecord, IntakeStore, PendingOrder } from '../../../lambdas/ports/intake-store';

/** Twin of the DynamoDB store: one item per order, each method atomic, marks on what is gone do nothing. */
export class InMemoryIntake implements IntakeStore {
  readonly #records = new Map<string, IntakeRecord>();

  async putIfNew(record: IntakeRecord): Promise<IntakeRecord | undefined> {
    const existing = this.#records.get(record.orderId);
    if (existing === undefined) {
      this.#records.set(record.orderId, structuredClone(record));
    }
    return structuredClone(existing);
  }

  async find(orderId: string): Promise<IntakeRecord | undefined> {
    return structuredClone(this.#records.get(orderId));
  }

  async markEnqueued(orderId: string, at: Date): Promise<void> {
    this.#update(orderId, () => ({ enqueuedAt: at.toISOString() }));
  }

  async markStarted(orderId: string, at: Date): Promise<void> {
    this.#update(orderId, ({ startedAt }) => ({ startedAt: startedAt ?? at.toISOString() }));
  }

  async findNotStarted(query: {
    readonly acceptedBefore: Date;
    readonly limit: number;
  }): Promise<readonly PendingOrder[]> {
    return this.#notStarted(query.acceptedBefore).slice(0, query.limit);
  }

  /** As they were when it was asked: an index that is late to hear of every mark. */
  async *findForgotten(acceptedBefore: Date): AsyncIterable<PendingOrder> {
    yield* this.#notStarted(acceptedBefore).filter(({ enqueuedAt }) => enqueuedAt === undefined);
  }

  all(): readonly IntakeRecord[] {
    return [...this.#records.values()].map((record) => structuredClone(record));
  }

  #notStarted(acceptedBefore: Date): readonly PendingOrder[] {
    return this.all()
      .filter(({ startedAt }) => startedAt === undefined)
      .filter(({ acceptedAt }) => acceptedAt < acceptedBefore.toISOString())
      .sort((a, b) => (a.acceptedAt < b.acceptedAt ? -1 : 1))
      .map(({ bodyHash: _, paymentMethodId: __, shippingAddress: ___, email: ____, ...pending }) => pending);
  }

  #update(orderId: string, change: (record: IntakeRecord) => Partial<IntakeRecord>): void {
    const record = this.#records.get(orderId);
    if (record !== undefined) {
      this.#records.set(orderId, { ...record, ...change(record) });
    }
  }
}
