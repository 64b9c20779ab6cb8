type Value = Readonly<Record<string, unknown>>;
type Item = Readonly<Record<string, Value>>;

interface Call {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
  readonly ExclusiveStartKey?: Item;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
}

/** What DynamoDB reads for one page at most. */
const PAGE_BYTES = 1_000_000;

interface Stored {
  readonly item: Item;
  readonly text: string;
}

/**
 * Items in memory, asked in the words of DynamoDB: as much of them as the console uses. Filters are passed over. What they are
 * found by, and their text, is made when they are written: that is DynamoDB's work, and not to be counted as the console's.
 */
export class StoredItems {
  private readonly tables = new Map<string, Stored[]>();
  /** By table, attribute and its value, in the order in which they were written: that of their sort keys. */
  private readonly partitions = new Map<string, Stored[]>();

  answer(operation: string, call: Call): { readonly text: string; readonly bytesRead: number } {
    if (operation === 'PutItem') {
      this.put(call.TableName, call.Item ?? {});
      return { text: '{}', bytesRead: 0 };
    }
    if (operation === 'GetItem') {
      const [[name, value] = ['', undefined]] = Object.entries(call.Key ?? {});
      const found = this.partition(call.TableName, name, value).find(({ item }) =>
        Object.entries(call.Key ?? {}).every(([attribute, wanted]) => textOf(item[attribute]) === textOf(wanted)),
      );
      const text = found === undefined ? '{}' : `{"Item":${found.text}}`;
      return { text, bytesRead: text.length };
    }
    return page(operation === 'Scan' ? (this.tables.get(call.TableName) ?? []) : this.queried(call), call);
  }

  private put(table: string, item: Item): void {
    const stored = { item, text: JSON.stringify(item) };
    append(this.tables, table, stored);
    for (const [name, value] of Object.entries(item)) {
      append(this.partitions, keyOf(table, name, value), stored);
    }
  }

  private queried(call: Call): readonly Stored[] {
    const [, name = '', value = ''] = /^(#?\w+) = (:\w+)/.exec(call.KeyConditionExpression ?? '') ?? [];
    const attribute = call.ExpressionAttributeNames?.[name] ?? name;
    const found = this.partition(call.TableName, attribute, call.ExpressionAttributeValues?.[value]);
    return call.ScanIndexForward === false ? found.toReversed() : found;
  }

  private partition(table: string, name: string, value: Value | undefined): readonly Stored[] {
    return this.partitions.get(keyOf(table, name, value)) ?? [];
  }
}

function append(lists: Map<string, Stored[]>, key: string, stored: Stored): void {
  const list = lists.get(key) ?? [];
  list.push(stored);
  lists.set(key, list);
}

const textOf = (value: Value | undefined): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value);
const keyOf = (table: string, name: string, value: Value | undefined): string => `${table} ${name} ${textOf(value)}`;

function page(items: readonly Stored[], { Limit = Number.POSITIVE_INFINITY, ExclusiveStartKey }: Call) {
  const texts: string[] = [];
  let bytesRead = 0;
  let next = Number(ExclusiveStartKey?.['next']?.['N'] ?? 0);
  for (; next < items.length && texts.length < Limit && bytesRead < PAGE_BYTES; next += 1) {
    const { text = '' } = items[next] ?? {};
    texts.push(text);
    bytesRead += text.length;
  }
  const more = next < items.length ? `,"LastEvaluatedKey":{"next":{"N":"${next}"}}` : '';
  return { text: `{"Items":[${texts.join(',')}]${more}}`, bytesRead };
}
