import type { CreateStmt, RangeVar } from 'libpg-query';
import { risksOf } from './judge-statement';
import { isExcused } from './risks';
import { statementsOf } from './statements';

const nameOf = ({ schemaname = 'public', relname }: RangeVar): string => `${schemaname}.${relname}`;

/** What functions of the version before may trip over in a migration. `docs/migrations.md` says how to do without. */
export function whatIsUnsafe(sql: string): readonly string[] {
  const made = new Set<string>();
  return statementsOf(sql).flatMap((statement) => {
    if (statement.kind === 'CreateStmt') {
      const { relation, if_not_exists } = statement.body as CreateStmt;
      // With IF NOT EXISTS it may have been there, and be known.
      if (relation !== undefined && !if_not_exists) {
        made.add(nameOf(relation));
      }
    }
    return risksOf(statement, (table) => table !== undefined && made.has(nameOf(table)))
      .filter((risk) => !isExcused(risk, statement.comments))
      .map(({ what }) => what);
  });
}
