import { unlessAway } from '../../../bin/cli/orders/unless-away';

const query = { acceptedBefore: new Date(), limit: 1 };

describe('A database that may be away', () => {
  it('answers as it is while it is there', async () => {
    const orders = unlessAway({ findUnfinished: async () => [], findUnwritten: async (orderIds) => orderIds }, () => {
      throw new Error('it is not away');
    });

    expect([await orders.findUnfinished(query), await orders.findUnwritten(['order-1'])]).toEqual([[], ['order-1']]);
  });

  it('knows of no order while it is away, and says so', async () => {
    const away = new Error('connect ECONNREFUSED');
    const told: unknown[] = [];
    const orders = unlessAway(
      { findUnfinished: () => Promise.reject(away), findUnwritten: () => Promise.reject(away) },
      (error) => told.push(error),
    );

    expect([await orders.findUnfinished(query), await orders.findUnwritten(['order-1'])]).toEqual([[], []]);
    expect(told).toEqual([away, away]);
  });
});
