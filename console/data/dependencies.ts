import type { OperatedQueue } from '../../lambdas/operations/dead-letters/redrivable-queues';
import type { Database } from '../../lambdas/persistence/postgres/database';
import type { OperatorActions } from '../../lambdas/ports/operator-actions';
import type { Dependencies } from '../http/health';

export interface DependedOn {
  readonly databases: { readonly reader: Pick<Database, 'query'>; readonly writer: Pick<Database, 'query'> };
  readonly queues: readonly { readonly source: Pick<OperatedQueue['source'], 'depth'> }[];
  readonly actions: Pick<OperatorActions, 'actionsOn'>;
}

/** Nobody has ever acted on it, so the answer is empty, and costs next to nothing. */
const NOBODYS_ORDER = '00000000-0000-0000-0000-000000000000';

/** What has to work for the console to be of use. Each is asked the least that it can be asked. */
export const dependenciesOf = ({ databases, queues, actions }: DependedOn): Dependencies => ({
  replica: () => databases.reader.query('SELECT 1'),
  proxy: () => databases.writer.query('SELECT 1'),
  queues: () => Promise.all(queues.map(({ source }) => source.depth())),
  // An act is written down before it is done: without its table none is possible.
  acts: () => actions.actionsOn({ orderId: NOBODYS_ORDER, messageId: NOBODYS_ORDER }),
});
