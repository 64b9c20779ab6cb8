import { StepOutOfOrderError } from '../../domain/failures';
import type { OrderLine } from '../../domain/order';
import type { RecordOutcome } from '../../ports/payment-store';
import type { BeginCancelShipmentOutcome, ShipmentStore } from '../../ports/shipment-store';
import { beginShipmentAnswer, type StandingShipment } from './begin-shipment-answer';
import { type Database, queryOne } from './database';
import {
  BEGIN_CANCEL_SHIPMENT,
  BEGIN_REFUSAL,
  OPEN_SHIPMENT,
  READ_SHIPMENT,
  RECORD_BOOKED,
  RECORD_REFUSED,
  RECORD_SHIPMENT_CANCELLED,
} from './shipment-statements';
import { untilDecided } from './until-decided';

/**
 * Shipments in Postgres. Each method is one statement; when that changed nothing, the rows are read to say why.
 * What the carrier did is recorded even when the order is being undone meanwhile, as with payments.
 */
export function createPostgresShipmentStore({ database }: { readonly database: Database }): ShipmentStore {
  const standing = (orderId: string) => queryOne<StandingShipment>(database, READ_SHIPMENT, [orderId]);
  const stateAfter = async (statement: string, ...values: readonly string[]) =>
    (await database.query<{ readonly state: string }>(statement, values))[0]?.state;

  /** What a fact means that could not be recorded: it stood already, something else was first, or steps are mixed up. */
  async function whyNotRecorded(
    orderId: string,
    stands: (shipment: StandingShipment) => boolean,
  ): Promise<RecordOutcome> {
    const shipment = await standing(orderId);
    const { state } = shipment;
    if (stands(shipment)) {
      return 'recorded';
    }
    if (state === 'CANCELLING' || state === 'CANCELLED' || state === 'REFUSED') {
      return 'undone';
    }
    throw new StepOutOfOrderError('BookShipment', state ?? 'UNKNOWN');
  }

  return {
    beginShipment: (orderId) =>
      untilDecided('beginShipment', async () => {
        const [opened] = await database.query<{ readonly lines: readonly OrderLine[] }>(OPEN_SHIPMENT, [orderId]);
        return opened === undefined
          ? beginShipmentAnswer(await standing(orderId))
          : { kind: 'open', lines: opened.lines };
      }),

    async recordBooked(orderId, shipmentId) {
      const state = await stateAfter(RECORD_BOOKED, orderId, shipmentId);
      return state === undefined ? whyNotRecorded(orderId, isBooked) : 'recorded';
    },

    async beginRefusal(orderId, reason) {
      const state = await stateAfter(BEGIN_REFUSAL, orderId, reason);
      return state === undefined ? whyNotRecorded(orderId, isRefused) : 'recorded';
    },

    async recordRefused(orderId) {
      const [recorded] = await database.query<Pick<StandingShipment, 'state' | 'refusal_reason'>>(RECORD_REFUSED, [
        orderId,
      ]);
      const { state, refusal_reason: reason } = recorded ?? (await standing(orderId));
      return state === 'REFUSED' ? { kind: 'refused', reason: reason ?? 'unknown' } : { kind: 'undone' };
    },

    beginCancelShipment: (orderId) => untilDecided('beginCancelShipment', () => beginCancelShipment(database, orderId)),

    async recordShipmentCancelled(orderId) {
      if ((await stateAfter(RECORD_SHIPMENT_CANCELLED, orderId)) === undefined) {
        const { state } = await standing(orderId);
        if (state !== 'CANCELLED' && state !== 'REFUSED') {
          throw new StepOutOfOrderError('CancelShipment', state ?? 'UNKNOWN');
        }
      }
    },
  };
}

const isBooked = ({ state }: StandingShipment): boolean => state === 'BOOKED';

/** Or is about to be: for a reason, which a cancellation has not. */
const isRefused = ({ state, refusal_reason: reason }: StandingShipment): boolean =>
  state === 'REFUSED' || (state === 'CANCELLING' && reason !== null);

async function beginCancelShipment(
  database: Database,
  orderId: string,
): Promise<BeginCancelShipmentOutcome | undefined> {
  const [row] = await database.query<{ readonly state: string | null }>(BEGIN_CANCEL_SHIPMENT, [orderId]);
  if (row === undefined) {
    return { kind: 'order-confirmed' };
  }
  switch (row.state) {
    case null:
      return undefined;
    case 'CANCELLING':
      return { kind: 'open' };
    default:
      return { kind: 'done' };
  }
}
