import { type Client, types } from 'pg';
import type { Database } from '../../../lambdas/persistence/postgres/database';
import type { StoreCall } from '../../support/contracts/store-call';
import { type Difference, differencesOf } from '../../support/pairs/compare';
import { type Connect, endingsInMemory } from '../../support/pairs/in-memory-pairs';
import { KNOWN_DIFFERENCES } from '../../support/pairs/known-differences';
import { leftBy } from '../../support/pairs/pair';
import { type Planned, planAll, planSome } from '../../support/pairs/plan';
import { endingsOnPostgres, type Lane } from '../../support/pairs/postgres-pairs';
import { MORE_SITUATIONS, SITUATIONS, type Situation } from '../../support/pairs/situations';
import { useTestDatabase } from '../../support/postgres';

/** Every way of every pair, with `npm run test:pairs`. */
const hasTime = process.env['ORDER_WORKFLOW_PAIRS'] === 'every';
const plan = hasTime ? planAll : planSome;
const situations = hasTime ? [...SITUATIONS, ...MORE_SITUATIONS] : SITUATIONS;
const LANES = 2;

/** In-memory stores must not prove only themselves: what schedules of faults prove with them is meant of Postgres. */
describe('Two calls at once', () => {
  const testDatabase = useTestDatabase();
  const lanes: Lane[] = [];
  const known = new Set<string>();
  let session: Client;
  let database: Database;
  let ways = 0;

  const connect = async (): Promise<Client> => {
    const client = await testDatabase.session();
    client.setTypeParser(types.builtins.INT8, Number);
    // How long a statement waits here is up to the test, however busy the machine is.
    await client.query('SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0');
    return client;
  };

  beforeAll(async () => {
    session = await testDatabase.session();
    database = testDatabase.connect();
    for (let lane = 0; lane < LANES; lane += 1) {
      lanes.push([await connect(), await connect()]);
    }
  });

  async function compare(
    { before }: Pick<Situation, 'before'>,
    planned: readonly Planned[],
    change?: (text: string) => string,
  ): Promise<readonly Difference[]> {
    const endings = await endingsOnPostgres({ session, database, lanes }, before, planned, change);
    ways += endings.flat().length;
    return planned.flatMap((one, index) => differencesOf(one, endings[index] ?? []));
  }

  it.each(situations.map((situation) => [situation.name, situation] as const))(
    'rows 20, 35, 39, 40: leave on Postgres what the twins leave, about %s',
    async (_, situation) => {
      const differences = await compare(situation, await plan(situation));

      const unknown = differences.filter((difference) => {
        const why = KNOWN_DIFFERENCES.find(
          ({ overlap, leaves }) => overlap === difference.overlap && leaves.test(difference.what),
        );
        known.add(why?.overlap ?? '');
        return why === undefined;
      });
      expect(unknown.map(({ what }) => what)).toEqual([]);
    },
    900_000,
  );

  it('have been mixed in many ways, and show each difference that is known', () => {
    expect(ways).toBeGreaterThan(500);
    expect(KNOWN_DIFFERENCES.filter(({ overlap }) => !known.has(overlap))).toEqual([]);
  });

  const call = (method: StoreCall['method']): StoreCall => ({ method, n: 1 });
  const every = async (pair: Planned['pair'], before: readonly StoreCall[], connect?: Connect): Promise<Planned> => ({
    ...{ pair, ways: 'every' },
    inMemory: await endingsInMemory(before, pair, connect),
  });

  it('are found to differ from twins of which each call is one piece', async () => {
    const inOnePiece: Connect = (shared, take) => {
      let hasBegun = false;
      return {
        ...shared,
        statement(name, run) {
          const isFirst = !hasBegun;
          hasBegun = true;
          return isFirst ? take(name, async () => run()) : run();
        },
      };
    };
    const pairs = [
      [call('reserve'), call('release')],
      [call('reserve'), call('beginCharge')],
      [call('reserve'), call('beginRefund')],
      [call('beginCharge'), call('park')],
    ] as const;
    const planned = await Promise.all(pairs.map((pair) => every(pair, [])));
    const endings = await endingsOnPostgres({ session, database, lanes }, [], planned);

    for (const [index, pair] of pairs.entries()) {
      const possible = (await endingsInMemory([], pair, inOnePiece)).map(leftBy);
      expect(endings[index]?.map(leftBy).filter((left) => !possible.includes(left))).not.toEqual([]);
    }
  });

  it('are found to differ from a twin that holds stock for an order that is being undone', async () => {
    const careless: Connect = (shared, take) => ({
      ...shared,
      statement: (name, run) =>
        take(name, async () => {
          for (const order of name === 'hold-stock' ? shared.orders.values() : []) {
            order.compensating = false;
          }
          return run();
        }),
    });

    expect(
      await compare({ before: [] }, [await every([call('reserve'), call('beginRefund')], [], careless)]),
    ).not.toEqual([]);
    expect(await compare({ before: [] }, [await every([call('reserve'), call('beginRefund')], [])])).toEqual([]);
  });

  it.each([
    ['holds stock for an order that is being undone', 'hold-stock', ' AND compensating_at IS NULL', [], 'beginRefund'],
    ['parks an order before it has the lock of it', 'park-order', 'FOR NO KEY UPDATE', ['reserve'], 'park'],
  ] as const)('are found to differ on a Postgres that %s', async (_, statement, guard, methods, method) => {
    const before = methods.map(call);
    const planned = await every([call(method === 'park' ? 'park' : 'reserve'), call(method)], before);
    const without = (text: string) => (text.includes(`/* ${statement} */`) ? text.replace(guard, '') : text);

    expect(await compare({ before }, [planned], without)).not.toEqual([]);
    expect(await compare({ before }, [planned])).toEqual([]);
  });
});
