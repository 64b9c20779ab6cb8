import { setTimeout as sleep } from 'node:timers/promises';
import type { CarrierLedger } from '../../../localstack/carrier-simulator/carrier-api';
import { createCarrierSimulator } from '../../../localstack/carrier-simulator/carrier-simulator';
import type { PaymentLedger, PaymentLedgerEntry } from '../../../localstack/payment-simulator/payment-ledger';
import { createPaymentSimulator } from '../../../localstack/payment-simulator/payment-simulator';
import type { FaultRuleInput } from '../../../localstack/simulator/fault-script';

/** What a test may do with a running simulator, over HTTP like everybody else. */
export interface SimulatorUnderTest<Ledger> {
  readonly url: string;
  ledger(): Promise<Ledger>;
  fail(...rules: readonly FaultRuleInput[]): Promise<void>;
  make(incident: string, body?: unknown): Promise<void>;
  /** Forgets the faults that are still to come. */
  heal(): Promise<void>;
  /** The calls that the faults were meant for have arrived, though they may not be answered yet. */
  untilFaultsAreUsedUp(): Promise<void>;
  close(): Promise<void>;
}

const control = <Ledger>(running: {
  readonly url: string;
  readonly ledgerUrl: string;
  close(): Promise<void>;
}): SimulatorUnderTest<Ledger> => {
  const make = async (name: string, body: unknown = {}): Promise<void> => {
    const answer = await fetch(`${running.url}/_simulator/${name}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) {
      throw new Error(`the simulator refused ${name}: ${await answer.text()}`);
    }
  };
  const faultsUrl = `${running.url}/_simulator/faults`;
  return {
    url: running.url,
    ledger: async () => (await (await fetch(running.ledgerUrl)).json()) as Ledger,
    fail: (...rules) => make('faults', rules),
    make,
    heal: async () => {
      await fetch(faultsUrl, { method: 'DELETE' });
    },
    untilFaultsAreUsedUp: async () => {
      const left = async () => ((await (await fetch(faultsUrl)).json()) as { faults: unknown[] }).faults.length;
      while ((await left()) > 0) {
        await sleep(5);
      }
    },
    close: () => running.close(),
  };
};

export const startPaymentSimulator = async (
  options: Parameters<typeof createPaymentSimulator>[0] = {},
): Promise<SimulatorUnderTest<PaymentLedger>> => control(await createPaymentSimulator(options).listen(0));

export const startCarrierSimulator = async (
  options: Parameters<typeof createCarrierSimulator>[0] = {},
): Promise<SimulatorUnderTest<CarrierLedger>> => control(await createCarrierSimulator(options).listen(0));

/** What the provider took and gave back for one order: nothing when it has never heard of it. */
export async function moneyOf(
  simulator: SimulatorUnderTest<PaymentLedger>,
  orderId: string,
): Promise<Pick<PaymentLedgerEntry, 'capturedMinor' | 'refundedMinor' | 'captures' | 'refunds'>> {
  const found = (await simulator.ledger()).payments.find((entry) => entry.orderId === orderId);
  const { capturedMinor = 0, refundedMinor = 0, captures = 0, refunds = 0 } = found ?? {};
  return { capturedMinor, refundedMinor, captures, refunds };
}
