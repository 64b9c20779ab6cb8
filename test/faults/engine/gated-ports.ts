import type { Ports } from '../world/world';
import type { Dependency } from './point';

/** Makes one call of a port, or lets it go wrong. */
export type MakeCall = <Answer>(
  dependency: Dependency,
  operation: string,
  effect: () => Promise<Answer>,
) => Promise<Answer>;

type Methods = Record<string, (...args: unknown[]) => Promise<unknown>>;

const GATES = {
  inventory: gate('postgres', ['reserve', 'release']),
  payments: gate('postgres', [
    ...['beginCharge', 'recordIntent', 'recordCharged', 'recordDeclined'],
    ...['beginRefund', 'recordVoided', 'recordRefunded'],
  ]),
  paymentRecords: gate('postgres', ['find', 'recordRefundFailed']),
  shipments: gate('postgres', [
    ...[
      'beginShipment',
      'recordBooked',
      'beginRefusal',
      'recordRefused',
      'beginCancelShipment',
      'recordShipmentCancelled',
    ],
  ]),
  orders: gate('postgres', ['confirm', 'reject', 'markNeedsRepair']),
  provider: gate('provider', [
    ...['createIntent', 'retrieveIntent', 'confirmIntent', 'cancelIntent', 'refundIntent', 'refundsOf'],
  ]),
  carrier: gate('carrier', ['book', 'cancel']),
  personalData: gate('intake', ['paymentMethodOf', 'shippingAddressOf']),
  intake: gate('intake', ['markStarted', 'find']),
  sagas: gate('step-functions', ['start']),
  bus: gate('event-bus', ['publish']),
  outbox: gate('postgres', ['markPublished']),
  held: gate('postgres', ['findUnmoved', 'findPlace', 'callOff']),
  records: gate('postgres', ['findOnRecord']),
  pages: gate('postgres', ['read']),
  resolutions: gate('postgres', ['record']),
} satisfies Record<Exclude<keyof Ports, 'noteWritten' | 'signals'>, unknown>;

/** Of calls that go through a gate. */
export const OPERATIONS: ReadonlySet<string> = new Set(Object.values(GATES).flatMap(({ operations }) => operations));

/** The ports as one call of a function sees them: every call of theirs goes through the gate. */
export const gatedPorts = (ports: Ports, makeCall: MakeCall): Ports => new GatedPorts(ports, makeCall);

/** Built on demand: a step uses one to three of them. */
class GatedPorts implements Ports {
  constructor(
    private readonly ports: Ports,
    private readonly makeCall: MakeCall,
  ) {}

  get inventory(): Ports['inventory'] {
    return new GATES.inventory(this.ports.inventory, this.makeCall) as unknown as Ports['inventory'];
  }
  get payments(): Ports['payments'] {
    return new GATES.payments(this.ports.payments, this.makeCall) as unknown as Ports['payments'];
  }
  get paymentRecords(): Ports['paymentRecords'] {
    return new GATES.paymentRecords(this.ports.paymentRecords, this.makeCall) as unknown as Ports['paymentRecords'];
  }
  get shipments(): Ports['shipments'] {
    return new GATES.shipments(this.ports.shipments, this.makeCall) as unknown as Ports['shipments'];
  }
  get orders(): Ports['orders'] {
    return new GATES.orders(this.ports.orders, this.makeCall) as unknown as Ports['orders'];
  }
  get held(): Ports['held'] {
    return new GATES.held(this.ports.held, this.makeCall) as unknown as Ports['held'];
  }
  get provider(): Ports['provider'] {
    return new GATES.provider(this.ports.provider, this.makeCall) as unknown as Ports['provider'];
  }
  get carrier(): Ports['carrier'] {
    return new GATES.carrier(this.ports.carrier, this.makeCall) as unknown as Ports['carrier'];
  }
  get personalData(): Ports['personalData'] {
    return new GATES.personalData(this.ports.personalData, this.makeCall) as unknown as Ports['personalData'];
  }
  get intake(): Ports['intake'] {
    return new GATES.intake(this.ports.intake, this.makeCall) as unknown as Ports['intake'];
  }
  get sagas(): Ports['sagas'] {
    return new GATES.sagas(this.ports.sagas, this.makeCall) as unknown as Ports['sagas'];
  }
  get bus(): Ports['bus'] {
    return new GATES.bus(this.ports.bus, this.makeCall) as unknown as Ports['bus'];
  }
  get outbox(): Ports['outbox'] {
    return new GATES.outbox(this.ports.outbox, this.makeCall) as unknown as Ports['outbox'];
  }
  get records(): Ports['records'] {
    return new GATES.records(this.ports.records, this.makeCall) as unknown as Ports['records'];
  }
  get pages(): Ports['pages'] {
    return new GATES.pages(this.ports.pages, this.makeCall) as unknown as Ports['pages'];
  }
  get resolutions(): Ports['resolutions'] {
    return new GATES.resolutions(this.ports.resolutions, this.makeCall) as unknown as Ports['resolutions'];
  }
  get signals(): Ports['signals'] {
    return this.ports.signals;
  }
  /** Not a call: it keeps what statements answer. */
  get noteWritten(): Ports['noteWritten'] {
    return this.ports.noteWritten;
  }
}

/** A class with these methods, so that a million simulations share their code. */
function gate(dependency: Dependency, operations: readonly string[]) {
  class Gate {
    static readonly operations = operations;
    constructor(
      readonly port: unknown,
      readonly makeCall: MakeCall,
    ) {}
  }
  for (const operation of operations) {
    Object.defineProperty(Gate.prototype, operation, {
      value(this: Gate, ...args: unknown[]): Promise<unknown> {
        return this.makeCall(dependency, operation, async () => (this.port as Methods)[operation]?.(...args));
      },
    });
  }
  return Gate;
}
