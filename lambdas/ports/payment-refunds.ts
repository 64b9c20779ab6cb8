export interface ProviderRefund {
  readonly id: string;
  readonly amountMinor: number;
  /** Made, or on its way. False: it failed, and will never arrive. */
  readonly stands: boolean;
}

/** What became of the refunds of an intent, whoever asked for them: the bank may return one days after it was made. */
export interface PaymentRefunds {
  /** Newest first. Throws as a `PaymentProvider` does. */
  refundsOf(intentId: string): Promise<readonly ProviderRefund[]>;
}
