import type { Books } from '../domain/books/books';

/** A stretch of our own books, of one moment. */
export interface BooksStretch extends Pick<Books, 'orders' | 'events' | 'payments' | 'shipments'> {
  /** Where the next stretch begins; undefined at the end of the books. */
  readonly next: string | undefined;
}

/** Our own books: what the provider and the carrier have told us stands for their ledgers. */
export interface BooksOnRecord {
  /** The orders after the given id, in order of their ids. */
  readOrders(query: { readonly after: string; readonly limit: number }): Promise<BooksStretch>;
  /** The levels of all stock, and what all orders hold and have bought, added up. Undefined: too many to add up. */
  readStock(): Promise<Pick<Books, 'orders' | 'stock'> | undefined>;
}
