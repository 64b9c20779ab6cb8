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

/** Items in memory, asked in the words of DynamoDB: as much of them as the console uses. Filters are passed over. */
export class StoredItems {
  private readonly tables = new Map<string, Item[]>();
  /** What has been asked for before: to search is DynamoDB's work, and not to be counted as the console's. */
  private readonly found = new Map<string, readonly Item[]>();

  answer(operation: string, call: Call): { readonly text: string; readonly bytesRead: number } {
    const items = this.itemsOf(call.TableName);
    if (operation === 'PutItem') {
      items.push(call.Item ?? {});
      this.found.clear();
      return { text: '{}', bytesRead: 0 };
    }
    if (operation === 'GetItem') {
      const found = items.find((item) =>
        Object.entries(call.Key ?? {}).every(([name, value]) => same(item[name], value)),
      );
      const text = JSON.stringify(found === undefined ? {} : { Item: found });
      return { text, bytesRead: text.length };
    }
    return page(operation === 'Scan' ? items : this.queried(items, call), call);
  }

  private queried(items: readonly Item[], call: Call): readonly Item[] {
    const { TableName, IndexName, KeyConditionExpression, ExpressionAttributeValues, ScanIndexForward } = call;
    const { ':before': _now, ...values } = ExpressionAttributeValues ?? {};
    const key = JSON.stringify([TableName, IndexName, KeyConditionExpression, values, ScanIndexForward]);
    const found = this.found.get(key) ?? itemsIn(items, call);
    this.found.set(key, found);
    return found;
  }

  private itemsOf(table: string): Item[] {
    const items = this.tables.get(table) ?? [];
    this.tables.set(table, items);
    return items;
  }
}

/** Of one partition; they were written in the order of their sort key. */
function itemsIn(items: readonly Item[], call: Call): readonly Item[] {
  const [, name = '', value = ''] = /^(#?\w+) = (:\w+)/.exec(call.KeyConditionExpression ?? '') ?? [];
  const attribute = call.ExpressionAttributeNames?.[name] ?? name;
  const found = items.filter((item) => same(item[attribute], call.ExpressionAttributeValues?.[value]));
  return call.ScanIndexForward === false ? found.reverse() : found;
}

function page(items: readonly Item[], { Limit = Number.POSITIVE_INFINITY, ExclusiveStartKey }: Call) {
  const texts: string[] = [];
  let bytesRead = 0;
  let next = Number(ExclusiveStartKey?.['next']?.['N'] ?? 0);
  for (; next < items.length && texts.length < Limit && bytesRead < PAGE_BYTES; next += 1) {
    const text = JSON.stringify(items[next]);
    texts.push(text);
    bytesRead += text.length;
  }
  const more = next < items.length ? `,"LastEvaluatedKey":{"next":{"N":"${next}"}}` : '';
  return { text: `{"Items":[${texts.join(',')}]${more}}`, bytesRead };
}

const same = (one: Value | undefined, other: Value | undefined): boolean =>
  one !== undefined && one['S'] === other?.['S'];
