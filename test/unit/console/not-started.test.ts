import { createNotStarted } from '../../../console/orders/not-started';
import { InMemoryIntake } from '../../support/intake/in-memory-intake';
import { ManualClock } from '../../support/intake/manual-clock';
import { intakeRecord, orderIdNumber } from '../../support/intake/order-mother';

describe('Orders that wait for their start', () => {
  it('are not those which the database knows, though their record at the intake has not heard of it', async () => {
    const clock = new ManualClock();
    const intake = new InMemoryIntake();
    const acceptedAt = new Date(clock.now().getTime() - 60_000).toISOString();
    for (const number of [1, 2]) {
      await intake.putIfNew(intakeRecord({ orderId: orderIdNumber(number), acceptedAt }));
    }
    const notStarted = createNotStarted({
      intake,
      orders: { findUnwritten: async (orderIds) => orderIds.filter((orderId) => orderId !== orderIdNumber(1)) },
      clock,
    });

    expect((await notStarted()).map(({ orderId }) => orderId)).toEqual([orderIdNumber(2)]);
  });
});
