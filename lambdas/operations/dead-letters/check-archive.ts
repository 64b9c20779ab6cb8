import type { OrderStanding } from '../../ports/order-standing';
import type { AssessedLetter } from './assess';
import { refusalOfKeeping } from './check-edit';

/** What comes of an order that has not ended when a letter of it is archived. */
const LOSSES: { readonly [stands in OrderStanding['stands']]?: string } = {
  'not started': 'nothing will carry this order then',
  'under way': 'this order goes on without what the letter says',
};

/** What is lost with a letter that its order may need; undefined when nothing is. */
export const lossWith = ({ standing }: Pick<AssessedLetter, 'standing'>): string | undefined => LOSSES[standing.stands];

/**
 * Whether a letter may be taken out of the dead letters for good. With the only message of an accepted order goes the
 * order, which a customer waits for: that has to be said, and is not done along with others.
 *
 * @param isAbandoned whoever archives it has said that they know what is lost
 * @returns why not, or undefined
 */
export function refusalOfArchive(
  letter: AssessedLetter,
  { isAbandoned }: { readonly isAbandoned: boolean },
): string | undefined {
  const loss = lossWith(letter);
  return loss === undefined || isAbandoned
    ? refusalOfKeeping(letter)
    : `its order is ${letter.standing.stands}: ${loss}, and that has to be confirmed`;
}
