import type { AlterTableCmd, AlterTableType, ColumnDef, Constraint, ConstrType, Node } from 'libpg-query';
import { mayBreak, type Risk, takesAway } from './risks';

const HARMLESS: readonly AlterTableType[] = [
  'AT_ValidateConstraint',
  'AT_SetStatistics',
  'AT_SetRelOptions',
  'AT_ResetRelOptions',
];

const TAKEN_AWAY: Partial<Record<AlterTableType, string>> = {
  AT_DropColumn: 'a column',
  AT_DropConstraint: 'a constraint, which an ON CONFLICT may name',
  AT_DropExpression: 'how a column is computed',
  AT_DropIdentity: 'how a column is numbered',
  AT_AlterColumnType: 'the type that old code knows',
};

const MAY_BREAK: Partial<Record<AlterTableType, string>> = {
  AT_SetNotNull: 'asks for a value that old code may not give',
  AT_DropNotNull: 'lets old code read NULL where it never was',
  // NOT VALID too: it spares the rows that are there, and not those that old code writes from now on.
  AT_AddConstraint: 'refuses rows that old code may write',
};

/** What each part of an ALTER TABLE may do to code that knows the table as it was. */
export function risksOfChange({ subtype = 'AT_ReAddComment', def }: AlterTableCmd): readonly Risk[] {
  if (subtype === 'AT_AddColumn') {
    return risksOfColumn(def);
  }
  if (subtype === 'AT_ColumnDefault') {
    return def === undefined ? [takesAway('a default')] : [];
  }
  if (HARMLESS.includes(subtype)) {
    return [];
  }
  const takenAway = TAKEN_AWAY[subtype];
  return [
    takenAway === undefined ? mayBreak(MAY_BREAK[subtype] ?? `does ${subtype} to a table`) : takesAway(takenAway),
  ];
}

function risksOfColumn(def: Node | undefined): readonly Risk[] {
  const { constraints = [], typeName }: ColumnDef = def !== undefined && 'ColumnDef' in def ? def.ColumnDef : {};
  const parts = constraints.flatMap((node): Constraint[] => ('Constraint' in node ? [node.Constraint] : []));
  const types = parts.flatMap(({ contype }): ConstrType[] => (contype === undefined ? [] : [contype]));
  const initial = parts.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr;
  const type = typeName?.names?.map((name) => ('String' in name ? name.String.sval : '')).at(-1) ?? '';

  return [
    ...(types.includes('CONSTR_NOTNULL') && initial === undefined
      ? [mayBreak('adds a column that old code does not fill')]
      : []),
    ...(initial !== undefined && !isConstant(initial) ? [mayBreak('writes the whole table anew for a default')] : []),
    ...(/serial/.test(type) ? [mayBreak('writes the whole table anew to number its rows')] : []),
    ...types
      .filter((contype) => !['CONSTR_NULL', 'CONSTR_NOTNULL', 'CONSTR_DEFAULT'].includes(contype))
      .map((contype) => mayBreak(`adds a column with ${contype}`)),
  ];
}

/** What Postgres keeps once beside the table, and does not write into each row. */
function isConstant(initial: Node): boolean {
  if ('TypeCast' in initial) {
    return initial.TypeCast.arg !== undefined && isConstant(initial.TypeCast.arg);
  }
  return 'A_Const' in initial || 'SQLValueFunction' in initial || isCallOf(initial, 'now');
}

const isCallOf = (node: Node, name: string): boolean =>
  'FuncCall' in node && (node.FuncCall.funcname ?? []).some((part) => 'String' in part && part.String.sval === name);
