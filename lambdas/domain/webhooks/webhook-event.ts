/** What merchants may subscribe to: `OrderConfirmed` and the like. */
export const isSubscribed = (eventTypes: readonly string[], type: string): boolean =>
  eventTypes.length === 0 || eventTypes.includes(type);
