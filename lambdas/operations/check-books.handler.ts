import { createPostgresBooks } from '../persistence/postgres/books-on-record';
import { connectReads, readVariables } from '../persistence/postgres/connect-reads';
import { systemClock } from '../runtime/clock';
import { readEnvironment } from '../runtime/environment';
import { scheduled } from '../runtime/scheduled';
import { CHECK_BUDGET_MS, createCheckBooks } from './check-books/check-books';
import { createReportDrift } from './check-books/report-drift';

// From the replica: it shows one moment as well as the writer does, and has more to spare.
const books = createPostgresBooks({ database: connectReads(readEnvironment(...readVariables)).read });
const checkBooks = createCheckBooks({ books, clock: systemClock, budgetMs: CHECK_BUDGET_MS });

export const handler = scheduled('check-books', createReportDrift({ checkBooks }));
