import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Answer, ApiRequest } from '../simulator/answer';
import type { ApiCall, SimulatedApi } from '../simulator/simulated-api';
import { createShipmentBook, type Shipment } from './shipment-book';

export interface CarrierLedger {
  readonly shipments: readonly {
    readonly orderId: string;
    readonly state: 'booked' | 'refused' | 'cancelled';
    readonly shipmentId?: string | undefined;
  }[];
}

const bookingSchema = z.strictObject({
  address: z.strictObject({
    name: z.string(),
    line1: z.string(),
    line2: z.optional(z.string()),
    postalCode: z.string(),
    city: z.string(),
    country: z.string().length(2),
  }),
  lines: z.array(z.strictObject({ sku: z.string(), quantity: z.int().positive() })).min(1),
});

const STATUS_OF = { booked: 200, refused: 422, cancelled: 409 } as const;
const failure = (status: number): Answer => ({ status, body: { error: status < 500 ? 'refused' : 'broken' } });

/** The carrier's contract, as `lambdas/gateways/http-carrier.ts` documents it, with a ledger of what is booked. */
export function createCarrierApi({ apiKey }: { readonly apiKey?: string | undefined } = {}): SimulatedApi {
  const book = createShipmentBook({ newId: () => `shp_${randomUUID().replaceAll('-', '').slice(0, 24)}` });

  const isAuthorized = (header: string | undefined): boolean => apiKey === undefined || header === `Bearer ${apiKey}`;

  const asCall = (operation: string, orderId: string, run: () => Answer): ApiCall => ({
    operation,
    orderId,
    async execute({ breakage, meanwhile }) {
      await meanwhile;
      if (breakage === 'fails-and-remembers') {
        return failure(500);
      }
      if (breakage === 'refuses') {
        return { status: STATUS_OF.refused, body: { orderId, status: 'refused', reason: 'country_not_served' } };
      }
      const answer = run();
      return breakage === 'works-and-fails' ? failure(500) : answer;
    },
  });

  const onShipment = ({ method, body }: ApiRequest, orderId: string): ApiCall | Answer => {
    switch (method) {
      case 'PUT': {
        const booking = bookingSchema.safeParse(parseJson(body));
        return booking.success
          ? asCall('book', orderId, () => bookingAnswer(book.book(orderId, booking.data.address)))
          : failure(400);
      }
      case 'GET':
        return asCall('find', orderId, () => {
          const shipment = book.find(orderId);
          return shipment === undefined ? failure(404) : { status: 200, body: document(shipment) };
        });
      case 'DELETE':
        return asCall('cancel', orderId, () => {
          book.cancel(orderId);
          return { status: 200, body: { orderId, status: 'cancelled' } };
        });
      default:
        return failure(405);
    }
  };

  return {
    receive(request) {
      if (!isAuthorized(request.headers['authorization'])) {
        return failure(401);
      }
      const orderId = request.path.match(/^\/shipments\/([^/]+)$/)?.[1];
      return orderId === undefined ? failure(404) : onShipment(request, decodeURIComponent(orderId));
    },
    failure,
    ledger: () => ({
      shipments: book.state().map(({ orderId, state, shipmentId }) => ({ orderId, state, shipmentId })),
    }),
    incidents: {},
    memory: () => ({ shipments: new Map(book.state().map((shipment) => [shipment.orderId, shipment])) }),
    restore: ({ shipments }) => book.restore([...(shipments?.values() ?? [])] as Shipment[]),
  };
}

const document = ({ orderId, state, shipmentId, reason }: Shipment) => ({
  orderId,
  status: state,
  ...(state === 'booked' ? { shipmentId } : {}),
  ...(state === 'refused' ? { reason } : {}),
});

const bookingAnswer = (shipment: Shipment): Answer => ({ status: STATUS_OF[shipment.state], body: document(shipment) });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
