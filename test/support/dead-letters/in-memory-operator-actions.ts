import type { RecordSubject } from '../../../lambdas/ports/failure-records';
import { isOnLetter, type OperatorAction, type OperatorActions } from '../../../lambdas/ports/operator-actions';

const objectOf = (action: OperatorAction): string => ('letterId' in action ? action.letterId : action.orderId);

/** Twin of the table: the same action again changes its outcome. */
export class InMemoryOperatorActions implements OperatorActions {
  readonly #actions = new Map<string, OperatorAction>();

  async record(action: OperatorAction): Promise<void> {
    this.#actions.set(`${action.at}#${objectOf(action)}#${action.kind}`, structuredClone(action));
  }

  async actionsOn({ orderId, messageId }: RecordSubject): Promise<readonly OperatorAction[]> {
    return this.all.filter((action) =>
      orderId === undefined ? objectOf(action) === messageId : action.orderId === orderId,
    );
  }

  async newest({ limit, letterId }: { readonly limit: number; readonly letterId?: string | undefined }) {
    return this.all
      .filter((action) => isOnLetter(action, letterId))
      .sort((a, b) => (a.at < b.at ? 1 : -1))
      .slice(0, limit);
  }

  get all(): readonly OperatorAction[] {
    return [...this.#actions.values()].map((action) => structuredClone(action));
  }
}
