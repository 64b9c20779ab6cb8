import type { Person } from '../sign-in/operator';
import type { Flash } from '../ui/flash';
import type { ReadOrder } from './read-order';
import type { Seen } from './seen';

/**
 * Something that an operator may do with an order. The page offers what is in the list of acts, in its order: an act that is
 * new to the system is one more entry there.
 */
export interface OrderAct {
  /** In its address: `POST /orders/{id}/acts/{id of the act}`. */
  readonly id: string;
  readonly label: string;
  /** What it does, and what it does not. */
  readonly explains: string;
  /**
   * What the operator has to say about it, in a sentence that is kept with the record of the act.
   * @default - nothing
   */
  readonly question?: string;
  /**
   * What an operator has to have ticked, of an act that cannot be taken back as the order stands. A tick beside another
   * sentence is none.
   *
   * @default - nothing
   */
  confirmation?(order: ReadOrder): string | undefined;
  /**
   * What an operator may tick besides, to let the act go further than it does by itself.
   *
   * @default - nothing
   */
  readonly permission?: string;
  isOffered(order: ReadOrder): boolean;
  /**
   * Why it is not offered, of an order for which somebody would look for it.
   *
   * @default - it needs no reason
   */
  whyNot?(order: ReadOrder): string | undefined;
  /**
   * The one of those that are offered which is advised first: it stands first, and out.
   *
   * @default - it is not
   */
  isAdvised?(order: ReadOrder): boolean;
  perform(act: {
    /** As it is now. */
    readonly order: ReadOrder;
    /** As the operator's page has shown it, when that said so. */
    readonly seen: Seen | undefined;
    readonly reason: string;
    readonly by: Person;
    readonly isPermitted: boolean;
  }): Promise<Flash>;
}
