import { over } from '../world/over';
import type { World } from '../world/world';
import { createConfirmingWatch } from './watch-confirming';
import { createParkingWatch } from './watch-parking';
import { createSweepingWatch } from './watch-sweeping';

/** The world with everybody watched: functions under faults, whoever works fairly afterwards, and operators. */
export function watched(world: World) {
  const confirming = createConfirmingWatch(world.ports);
  const parking = createParkingWatch(world);
  const sweeping = createSweepingWatch(world);
  const ports = over(world.ports, {
    ...confirming.ports,
    ...{ held: sweeping.held, payments: sweeping.payments, orders: parking.over(confirming.ports.orders) },
  });
  return { world: over(world, { ports }), confirming, parking, sweeping };
}
