import { localCloud, tokenOf } from '../../support/local-cloud';

describe('The local cloud of this jest run', () => {
  it('answers a customer, and nobody without a token', async () => {
    const products = `${localCloud().api}/products`;

    const withToken = await fetch(products, { headers: { authorization: `Bearer ${tokenOf('customer-1')}` } });
    const without = await fetch(products);

    expect([withToken.status, without.status]).toEqual([200, 401]);
  });
});
