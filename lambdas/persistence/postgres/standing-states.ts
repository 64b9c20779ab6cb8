import { STANDING_PARCEL } from '../../domain/standing-parcel';

/** A list for `IN`: the states of a shipment whose parcel may have left. Not among the parts that every step carries. */
export const STANDING_STATES = STANDING_PARCEL.map((state) => `'${state}'`).join(', ');
