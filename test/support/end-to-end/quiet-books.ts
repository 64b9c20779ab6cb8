import type { Books } from '../../../lambdas/domain/books/books';
import { readBooks } from '../../../localstack/books/read-books';
import { drain } from '../../../localstack/drain';
import { localCloud } from '../local-cloud';

/** As long as a message stays hidden whose consumer a busy machine has let die (three minutes). */
const QUIET_WITHIN_MS = 200_000;

/** The books of the whole local cloud, once nothing is on its way any more; with the ways of orders if these are looked at. */
export async function quietBooks(how: { readonly withStates?: boolean } = {}): Promise<Books> {
  const endpoints = localCloud();
  if (!(await drain(endpoints, QUIET_WITHIN_MS, new AbortController().signal))) {
    throw new Error(`orders were still on their way after ${QUIET_WITHIN_MS} ms`);
  }
  return (await readBooks(endpoints, how)).books;
}
