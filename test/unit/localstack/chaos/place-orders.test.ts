import { watchClarity } from '../../../../localstack/chaos/place-orders';
import { orderOf } from '../../../../localstack/main-job/scenarios';
import type { Shop } from '../../../../localstack/main-job/shop';

const shopThatAnswers = (...statuses: readonly number[]): Shop => {
  const left = [...statuses];
  return {
    place: async () => ({ status: left.shift() ?? 202, orderId: undefined }),
    find: async (orderId) => ({ orderId, status: 'RECEIVED' }),
  };
};

describe('A customer of an experiment', () => {
  it.each([
    { statuses: [202, 202], unclear: false },
    { statuses: [202, 422], unclear: false },
    { statuses: [404], unclear: false },
    ...[0, 409, 429, 500, 502, 503].map((status) => ({ statuses: [status, 202], unclear: true })),
  ])('may be wrong about what it expects only after an unclear answer: $statuses', async ({ statuses, unclear }) => {
    const { shop, isUnclear } = watchClarity(shopThatAnswers(...statuses));

    for (const _ of statuses) {
      await shop.place(orderOf());
    }

    expect(isUnclear()).toBe(unclear);
  });
});
