/** The states of the way back, in the order in which a saga runs them. A test holds them against the saga. */
export const UNDO_STEPS = ['CancelShipment', 'RefundPayment', 'ReleaseInventory', 'RejectOrder'] as const;
export type UndoStep = (typeof UNDO_STEPS)[number];

export const isUndo = (step: string): step is UndoStep => (UNDO_STEPS as readonly string[]).includes(step);
