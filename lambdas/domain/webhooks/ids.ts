import { v5 } from 'uuid';

/** Made for this project, once. A change of either would give known endpoints and deliveries other ids. */
const ENDPOINTS = '0b7a51d4-6f1c-4e2b-9a54-3a7f0f2b7c11';
const DISABLED = '5d0d3a0e-52c4-4a83-8d5a-61a3f3a0c9a7';

/** An address has one endpoint: registering it twice, in a row or at once, makes one. */
export const endpointIdOf = (url: string): string => v5(url, ENDPOINTS);

/** An event has one delivery to an endpoint, however often it comes by. */
export const deliveryIdOf = ({ endpointId, eventId }: { readonly endpointId: string; readonly eventId: string }) =>
  v5(eventId, endpointId);

/** The event that says so, by the moment: an endpoint may be enabled and disabled again. */
export const disabledEventIdOf = ({ endpointId, since }: { readonly endpointId: string; readonly since: string }) =>
  v5(since, v5(endpointId, DISABLED));
