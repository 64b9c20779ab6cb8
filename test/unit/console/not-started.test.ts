import { createNotStarted } from '../../../console/orders/not-started';
import { InMemoryIntake } from '../../support/intake/in-memory-intake';
import { ManualClock } from '../../support/intake/manual-clock';
import { intakeRecord, orderIdNumber } from '../../support/intake/order-mother';

const SHOWN_AT_MOST = 20;
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Orders 1 to `accepted`, the oldest first, of which the database knows the first ones. */
async function notStartedOf({
  accepted,
  onRecord,
  isAway = false,
}: {
  readonly accepted: number;
  readonly onRecord: number;
  readonly isAway?: boolean;
}) {
  const clock = new ManualClock();
  const intake = new InMemoryIntake();
  for (const number of numbers(1, accepted)) {
    const acceptedAt = new Date(clock.now().getTime() - 3_600_000 + number).toISOString();
    await intake.putIfNew(intakeRecord({ orderId: orderIdNumber(number), acceptedAt }));
  }
  const known = new Set(numbers(1, onRecord).map(orderIdNumber));
  const notStarted = createNotStarted({
    intake,
    orders: {
      async findUnwritten(orderIds) {
        if (isAway) {
          throw new Error('Postgres is away');
        }
        return orderIds.filter((orderId) => !known.has(orderId));
      },
    },
    clock,
  });
  return (await notStarted()).map(({ orderId }) => orderId);
}

describe('Orders that wait for their start', () => {
  it('are not those which the database knows, though their record at the intake has not heard of it', async () => {
    expect(await notStartedOf({ accepted: 2, onRecord: 1 })).toEqual([orderIdNumber(2)]);
  });

  it('are found behind however many of those an outage has left', async () => {
    expect(await notStartedOf({ accepted: 303, onRecord: 300 })).toEqual(numbers(301, 303).map(orderIdNumber));
  });

  it('are the oldest ones, when they are more than anybody looks at', async () => {
    expect(await notStartedOf({ accepted: 100, onRecord: 30 })).toEqual(
      numbers(31, 30 + SHOWN_AT_MOST).map(orderIdNumber),
    );
  });

  it('are what the intake says while the database cannot be asked', async () => {
    expect(await notStartedOf({ accepted: 2, onRecord: 1, isAway: true })).toEqual(numbers(1, 2).map(orderIdNumber));
  });
});
