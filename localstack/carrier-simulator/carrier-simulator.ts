import { createSimulator, type Simulator } from '../simulator/simulator';
import { createCarrierApi } from './carrier-api';

/**
 * A carrier on loopback. It refuses some addresses for ever: countries `AQ` and `KP` (`country_not_served`),
 * postal code `00000` (`address_undeliverable`) and `99999` (`goods_not_accepted`). Its ledger
 * (`CarrierLedger`) says what is booked; `localstack/simulator/admin-api.ts` lists what makes it fail on purpose.
 *
 * @param options.stateFile loaded when it exists, and written before anything is answered
 * @param options.apiKey the only key that is accepted; by default none is asked for
 */
export const createCarrierSimulator = (
  options: { readonly stateFile?: string | undefined; readonly apiKey?: string | undefined } = {},
): Simulator => createSimulator({ api: createCarrierApi({ apiKey: options.apiKey }), stateFile: options.stateFile });
