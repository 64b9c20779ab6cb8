/** In which states of a shipment its parcel is booked, or may be, and so may have left with its goods. */
export const STANDING_PARCEL = ['OPEN', 'BOOKED', 'CANCELLING'] as const;

export const isStanding = (shipment: string | undefined): boolean =>
  shipment !== undefined && (STANDING_PARCEL as readonly string[]).includes(shipment);
