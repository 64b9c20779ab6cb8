import { PaymentMismatchError, StepOutOfOrderError } from '../../domain/failures';
import type { BeginRefundOutcome, PaymentStore, RecordOutcome } from '../../ports/payment-store';
import { beginChargeAnswer, type StandingPayment } from './begin-charge-answer';
import { type Database, queryOne } from './database';
import {
  BEGIN_REFUND,
  OPEN_PAYMENT,
  READ_PAYMENT,
  RECORD_CHARGED,
  RECORD_DECLINED,
  RECORD_INTENT,
  RECORD_REFUNDED,
  RECORD_VOIDED,
} from './payment-statements';
import { untilDecided } from './until-decided';

interface OpenedRow {
  readonly amount_minor: number;
  readonly currency: string;
}

interface BegunRefund {
  readonly state: string | null;
  readonly intent_id: string | null;
  readonly refund_id: string | null;
}

/**
 * Payments in Postgres. Each method is one statement; when that changed nothing, the rows are read to say why.
 *
 * What the provider did is recorded even when the order is being undone meanwhile: only the order's own status stands
 * still then. The next step finds the order closed, and the refund finds the charge on record.
 */
export function createPostgresPaymentStore({ database }: { readonly database: Database }): PaymentStore {
  const standing = (orderId: string) => queryOne<StandingPayment>(database, READ_PAYMENT, [orderId]);
  const stateAfter = async (statement: string, ...values: readonly (string | null)[]) =>
    (await database.query<{ readonly state: string }>(statement, values))[0]?.state;

  const standsAs =
    (same: string) =>
    ({ state }: StandingPayment): boolean =>
      state === same;

  /** What a fact means that could not be recorded: it stood already, the undo was first, or steps are mixed up. */
  async function whyNotRecorded(
    orderId: string,
    stands: (payment: StandingPayment) => boolean,
  ): Promise<RecordOutcome> {
    const payment = await standing(orderId);
    const { state } = payment;
    if (stands(payment)) {
      return 'recorded';
    }
    if (state === 'REFUNDING' || state === 'VOIDED' || state === 'REFUNDED' || state === 'DECLINED') {
      return 'undone';
    }
    throw new StepOutOfOrderError('ChargePayment', state ?? 'UNKNOWN');
  }

  return {
    beginCharge: (orderId) =>
      untilDecided('beginCharge', async () => {
        const [opened] = await database.query<OpenedRow>(OPEN_PAYMENT, [orderId]);
        return opened === undefined
          ? beginChargeAnswer(await standing(orderId))
          : { kind: 'open', total: { amountMinor: opened.amount_minor, currency: opened.currency } };
      }),

    async recordIntent(orderId, intentId) {
      const state = await stateAfter(RECORD_INTENT, orderId, intentId);
      if (state !== undefined) {
        return state === 'OPEN' ? 'recorded' : 'undone';
      }
      return whyNotRecorded(orderId, ({ state: found, intent_id: known }) => {
        if (known !== null && known !== intentId) {
          throw new PaymentMismatchError({ asked: `intent ${known}`, answered: `intent ${intentId}` });
        }
        // A payment that was opened only since has no intent on record, and this one must not be confirmed.
        return known === intentId && (found === 'OPEN' || found === 'CHARGED');
      });
    },

    async recordCharged(orderId) {
      const state = await stateAfter(RECORD_CHARGED, orderId);
      return state === undefined ? whyNotRecorded(orderId, standsAs('CHARGED')) : 'recorded';
    },

    async recordDeclined(orderId, declineCode, intentId) {
      const state = await stateAfter(RECORD_DECLINED, orderId, declineCode, intentId ?? null);
      return state === undefined ? whyNotRecorded(orderId, standsAs('DECLINED')) : 'recorded';
    },

    beginRefund: (orderId) => untilDecided('beginRefund', () => beginRefund(database, orderId)),

    async recordVoided(orderId) {
      if ((await stateAfter(RECORD_VOIDED, orderId)) === undefined) {
        await expectSettled(orderId, ['VOIDED', 'REFUNDED', 'DECLINED']);
      }
    },

    async recordRefunded(orderId, refundId) {
      if ((await stateAfter(RECORD_REFUNDED, orderId, refundId)) === undefined) {
        await expectSettled(orderId, ['REFUNDED']);
      }
    },
  };

  async function expectSettled(orderId: string, settled: readonly string[]): Promise<void> {
    const { state } = await standing(orderId);
    if (state === null || !settled.includes(state)) {
      throw new StepOutOfOrderError('RefundPayment', state ?? 'UNKNOWN');
    }
  }
}

async function beginRefund(database: Database, orderId: string): Promise<BeginRefundOutcome | undefined> {
  const [row] = await database.query<BegunRefund>(BEGIN_REFUND, [orderId]);
  if (row === undefined) {
    return { kind: 'order-confirmed' };
  }
  switch (row.state) {
    case null:
      return undefined;
    case 'REFUNDING':
      if (row.refund_id !== null) {
        return { kind: 'failed', refundId: row.refund_id };
      }
      return { kind: 'open', ...(row.intent_id === null ? {} : { intentId: row.intent_id }) };
    default:
      return { kind: 'done' };
  }
}
