import { stuckOrdersTable } from '../../../bin/cli/stuck-orders-table';
import { WIDTH } from '../../../bin/cli/text';
import { orderIdNumber } from '../../support/intake/order-mother';

describe('The table of stuck orders', () => {
  it('fits a terminal of 80 columns, whatever the reasons are, with ids that can be copied', () => {
    const table = stuckOrdersTable([
      {
        orderId: orderIdNumber(1),
        status: 'NEEDS_REPAIR',
        where: 'nowhere',
        since: '2026-03-01T12:00:00.000Z',
        why: `an operator must act: ${'a refund that was returned, '.repeat(10)}`,
      },
    ]);

    expect(table.split('\n').filter((line) => line.length > WIDTH)).toEqual([]);
    expect(table).toContain(orderIdNumber(1));
    expect(table).toContain('an operator must act: a refund');
  });

  it('says so when there are none', () => {
    expect(stuckOrdersTable([])).toBe('No order is stuck.');
  });
});
