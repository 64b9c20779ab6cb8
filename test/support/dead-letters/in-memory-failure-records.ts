import type { Failure, FailureHistory, FailureRecords, RecordSubject } from '../../../lambdas/ports/failure-records';

/** Twin of the table: one item for each receive of each message. */
export class InMemoryFailureRecords implements FailureRecords, FailureHistory {
  readonly #failures = new Map<string, Failure>();

  async record(failure: Failure): Promise<void> {
    this.#failures.set(`${failure.at}#${failure.messageId}#${failure.attempt}`, structuredClone(failure));
  }

  async failuresOf({ orderId, messageId }: RecordSubject): Promise<readonly Failure[]> {
    return this.all.filter((failure) =>
      orderId === undefined
        ? failure.orderId === undefined && failure.messageId === messageId
        : failure.orderId === orderId,
    );
  }

  get all(): readonly Failure[] {
    return [...this.#failures].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, failure]) => structuredClone(failure));
  }
}
