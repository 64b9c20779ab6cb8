/** One value for each period, the newest first; undefined where there is none. Or one number for all of them. */
export type Points = readonly (number | undefined)[];
type Value = Points | number;

/**
 * The part of CloudWatch's metric math that alarms here are written in: arithmetic, comparisons, AND, OR, IF, FILL,
 * MIN, MAX and SUM, also over lists in brackets. A period in which an operand has no value has none; FILL cannot fill a metric that has no value at all.
 *
 * @throws for whatever else an expression may hold
 */
export function evaluateMath(expression: string, series: Readonly<Record<string, Points>>): Value {
  const tokens = tokensOf(expression);
  let position = 0;
  const peek = (): string | undefined => tokens[position];
  const take = (expected?: string): string => {
    const token = tokens[position];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`expected ${expected ?? 'more'} in '${expression}', got ${token ?? 'its end'}`);
    }
    position += 1;
    return token;
  };

  /** From the operators that bind least to those that bind most. */
  const level = (depth: number): Value => {
    const operators = PRECEDENCE[depth];
    if (operators === undefined) {
      return operand();
    }
    let left = level(depth + 1);
    for (let operator = peek(); operator !== undefined && operator in operators; operator = peek()) {
      take();
      const calculate = operators[operator] as Binary;
      left = combine([left, level(depth + 1)], ([a, b]) =>
        a === undefined || b === undefined ? undefined : calculate(a, b),
      );
    }
    return left;
  };

  const operand = (): Value => {
    const token = take();
    if (token === '(') {
      const value = level(0);
      take(')');
      return value;
    }
    if (token === '-') {
      return combine([operand()], ([a]) => (a === undefined ? undefined : -a));
    }
    if (/^[\d.]/.test(token)) {
      return Number(token);
    }
    if (peek() === '(') {
      return call(token, listOfArguments());
    }
    const points = series[token];
    if (points === undefined) {
      throw new Error(`'${expression}' names ${token}, which is no metric of it`);
    }
    return points;
  };

  const listOfArguments = (open = '(', close = ')'): readonly Value[] => {
    take(open);
    const one = (): readonly Value[] => (peek() === '[' ? listOfArguments('[', ']') : [level(0)]);
    const values = [...one()];
    while (peek() === ',') {
      take(',');
      values.push(...one());
    }
    take(close);
    return values;
  };

  const result = level(0);
  if (position < tokens.length) {
    throw new Error(`cannot read '${expression}' from ${tokens[position]} on`);
  }
  return result;
}

type Binary = (a: number, b: number) => number;

const PRECEDENCE: readonly Readonly<Record<string, Binary>>[] = [
  { OR: (a, b) => Number(a !== 0 || b !== 0) },
  { AND: (a, b) => Number(a !== 0 && b !== 0) },
  {
    '<': (a, b) => Number(a < b),
    '<=': (a, b) => Number(a <= b),
    '>': (a, b) => Number(a > b),
    '>=': (a, b) => Number(a >= b),
    '==': (a, b) => Number(a === b),
    '!=': (a, b) => Number(a !== b),
  },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => a / b },
];

const tokensOf = (expression: string): readonly string[] =>
  (expression.match(/[A-Za-z_]\w*|\d+(?:\.\d+)?|<=|>=|==|!=|&&|\|\||\S/g) ?? []).map((token) =>
    token === '&&' ? 'AND' : token === '||' ? 'OR' : token,
  );

function call(name: string, values: readonly Value[]): Value {
  switch (name) {
    case 'IF':
      return combine(values, ([condition, then, otherwise]) =>
        condition === undefined ? undefined : condition !== 0 ? then : otherwise,
      );
    case 'FILL': {
      const [points = []] = values;
      return Array.isArray(points) && points.every((point) => point === undefined)
        ? points
        : combine(values, ([point, filling]) => point ?? filling);
    }
    case 'MIN':
    case 'MAX':
      return combine(values, (all) => {
        const known = all.filter((point) => point !== undefined);
        return known.length === 0 ? undefined : Math[name === 'MIN' ? 'min' : 'max'](...known);
      });
    case 'SUM':
      return combine(values, (all) => {
        const known = all.filter((point) => point !== undefined);
        return known.length === 0 ? undefined : known.reduce((sum, point) => sum + point, 0);
      });
    default:
      throw new Error(`cannot calculate ${name}`);
  }
}

/** Period by period; of numbers alone it is a number. */
function combine(
  values: readonly Value[],
  calculate: (at: readonly (number | undefined)[]) => number | undefined,
): Value {
  const length = Math.max(0, ...values.map((value) => (typeof value === 'number' ? 0 : value.length)));
  const at = (index: number) => calculate(values.map((value) => (typeof value === 'number' ? value : value[index])));
  return length === 0 && values.every((value) => typeof value === 'number')
    ? (at(0) ?? Number.NaN)
    : Array.from({ length }, (_, index) => at(index));
}
