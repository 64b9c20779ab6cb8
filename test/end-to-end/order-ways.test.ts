import { checkBooks } from '../../lambdas/domain/books/check-books';
import { followOrders } from '../../localstack/main-job/follow-orders';
import { SCENARIOS } from '../../localstack/main-job/scenarios';
import { newCustomer } from '../support/end-to-end/customer';
import { quietBooks } from '../support/end-to-end/quiet-books';

jest.setTimeout(300_000);

describe('The way of an order', () => {
  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    '%s: ends as it should',
    async (_, scenario) => {
      const { shop, queue } = newCustomer();

      const placed = await scenario.run(shop, queue);
      const followed = await followOrders(shop, placed, () => {});

      expect(followed.map(({ answer }) => ({ status: answer.status, reason: answer.reason?.code }))).toEqual(
        placed.map(({ status, reason }) => ({ status, reason })),
      );
    },
  );

  it('row 12: a poison message among good ones goes to the dead letters with its reason, and nothing else does', async () => {
    const { shop, queue } = newCustomer();
    const [placing] = SCENARIOS;

    const [placed] = await Promise.all([
      Promise.all(Array.from({ length: 9 }, () => placing?.run(shop, queue) ?? [])),
      queue.sendRaw('{"schemaVersion":1,"orderId":"poison-of-row-12"}'),
    ]);
    const followed = await followOrders(shop, placed.flat(), () => {});

    expect(followed.map(({ answer }) => answer.status)).toEqual(Array(9).fill('CONFIRMED'));
    const { deadLettered } = await quietBooks();
    expect(deadLettered.filter((orderId) => orderId === 'poison-of-row-12')).toHaveLength(1);
    expect(deadLettered).not.toEqual(expect.arrayContaining(followed.map(({ placed }) => placed.orderId)));
  });

  it('leaves books that agree', async () => {
    expect(checkBooks(await quietBooks({ withStates: true }))).toEqual([]);
  });
});
