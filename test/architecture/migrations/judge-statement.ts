import type { AlterTableStmt, CreateStmt, IndexStmt, Node, RangeVar } from 'libpg-query';
import { risksOfChange } from './alter-table';
import { impossible, mayBreak, type Risk, takesAway } from './risks';
import type { BodyOf, Statement, StatementKind } from './statements';

/** Whether the same file has made a table, so that no old code knows it. */
type IsNew = (table: RangeVar | undefined) => boolean;

type Judges = { readonly [Kind in StatementKind]?: (body: BodyOf<Kind>, isNew: IsNew) => readonly Risk[] };

const nothing = (): readonly Risk[] => [];

/** Kinds of statements that somebody has thought about. Whatever is not here has to say why it is safe. */
const JUDGES: Judges = {
  CreateStmt: risksOfTable,
  CreateSeqStmt: nothing,
  CreateEnumStmt: nothing,
  CommentStmt: nothing,
  CreateFunctionStmt: ({ replace }) => (replace ? [mayBreak('replaces a function that old code may call')] : []),
  ViewStmt: ({ replace }) => (replace ? [mayBreak('replaces a view that old code may read')] : []),
  CreateTrigStmt: ({ relation }, isNew) => (isNew(relation) ? [] : [mayBreak('runs with every write of old code')]),
  IndexStmt: risksOfIndex,
  AlterTableStmt: risksOfAltering,
  InsertStmt: ({ relation, withClause }, isNew) => risksOfRows(isNew(relation) && withClause === undefined),
  UpdateStmt: ({ relation, withClause }, isNew) => risksOfRows(isNew(relation) && withClause === undefined),
  DeleteStmt: () => [takesAway('rows')],
  TruncateStmt: () => [takesAway('all rows')],
  DropStmt: ({ removeType }) => [takesAway(String(removeType))],
  RenameStmt: () => [takesAway('the name that old code knows')],
  GrantStmt: ({ is_grant }) => (is_grant ? [] : [takesAway('a right')]),
  GrantRoleStmt: ({ is_grant }) => (is_grant ? [] : [takesAway('a membership')]),
  TransactionStmt: () => [impossible('ends the transaction that all new migrations share')],
};

export function risksOf({ kind, body }: Statement, isNew: IsNew): readonly Risk[] {
  const judge = JUDGES[kind] as ((body: unknown, isNew: IsNew) => readonly Risk[]) | undefined;
  return judge?.(body, isNew) ?? [mayBreak(`is a ${kind}, which nobody has judged yet`)];
}

function risksOfTable({ tableElts = [], inhRelations }: CreateStmt, isNew: IsNew): readonly Risk[] {
  const constraints = tableElts.flatMap((node) => ('ColumnDef' in node ? (node.ColumnDef.constraints ?? []) : [node]));
  const isTied = constraints.some(
    (node) => 'Constraint' in node && node.Constraint.contype === 'CONSTR_FOREIGN' && !isNew(node.Constraint.pktable),
  );
  return [
    ...(isTied ? [mayBreak('keeps old code from deleting what the new table refers to')] : []),
    ...(inhRelations === undefined ? [] : [mayBreak('becomes a part of a table that old code knows')]),
  ];
}

function risksOfAltering({ relation, cmds = [], objtype }: AlterTableStmt, isNew: IsNew): readonly Risk[] {
  if (objtype !== 'OBJECT_TABLE') {
    return [mayBreak(`alters ${objtype}`)];
  }
  return isNew(relation)
    ? []
    : cmds.flatMap((node) => ('AlterTableCmd' in node ? risksOfChange(node.AlterTableCmd) : []));
}

function risksOfIndex(index: IndexStmt, isNew: IsNew): readonly Risk[] {
  const { unique, concurrent, relation, indexParams = [], whereClause } = index;
  const computed = [
    ...indexParams.filter((node) => 'IndexElem' in node && node.IndexElem.expr !== undefined),
    whereClause,
  ];
  return [
    ...(concurrent ? [impossible('cannot run in the transaction that all new migrations share')] : []),
    ...(unique && !isNew(relation) ? [mayBreak('refuses rows that old code may write')] : []),
    ...(computed.some(mayThrow) && !isNew(relation)
      ? [mayBreak('computes with each row that old code writes, and may fail')]
      : []),
  ];
}

const mayThrow = (node: Node | undefined): boolean => /"(FuncCall|TypeCast)":/.test(JSON.stringify(node ?? null));

const risksOfRows = (isUnknownToOldCode: boolean): readonly Risk[] =>
  isUnknownToOldCode ? [] : [mayBreak('writes rows that old code reads, and locks them')];
