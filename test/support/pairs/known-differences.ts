/** What only Postgres does, and only when two statements overlap: and why it must not worry anybody. */
export const KNOWN_DIFFERENCES: readonly {
  readonly overlap: string;
  /** What the callers and the books are left with. */
  readonly leaves: RegExp;
  readonly why: string;
}[] = [
  {
    overlap: 'record-refund-failed with record-refund-failed',
    leaves: /"too-early"/,
    why: `The second waits for the first, finds the order ended no more, and does not see yet that the payment is open
      again. Its message comes once more, as it does whenever it is too early, and then finds what the first has done.`,
  },
  {
    overlap: 'open-payment with park-order',
    leaves: /"unfinished":\[{[^}]*"ReleaseInventory"},{[^}]*"RefundPayment"}\]/,
    why: `What was begun while the order was about to be parked comes on its record a statement later, and so behind what
      stands there. The order of a record says nothing.`,
  },
  {
    overlap: 'open-shipment with park-order',
    leaves: /"unfinished":\[{[^}]*"RefundPayment"},{[^}]*"ReleaseInventory"},{[^}]*"CancelShipment"}\]/,
    why: 'As with the payment.',
  },
];
