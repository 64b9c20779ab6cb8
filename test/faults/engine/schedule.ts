import { type Fault, formatFault, parseFault } from './fault';
import type { Point } from './point';

/** Says what goes wrong at a point; asked once at each point, in the order of time. */
export type Decide = (point: Point) => Fault | undefined;

/** A fault at the point that it happens at. */
export interface PlacedFault {
  readonly at: string;
  readonly fault: Fault;
}

/** One order and everything that goes wrong on its way, as data: it is printed, shrunk and run again. */
export interface Schedule {
  /** Name of a scenario. */
  readonly scenario: string;
  readonly faults: readonly PlacedFault[];
}

export const nothingGoesWrong: Decide = () => undefined;

export function decideBy(faults: readonly PlacedFault[]): Decide {
  const byAddress = new Map(faults.map(({ at, fault }) => [at, fault]));
  return ({ address }) => byAddress.get(address);
}

/** One line, e.g. `plain ChargePayment#1.confirmIntent=late:3 ChargePayment#2=lost`. */
export const formatSchedule = ({ scenario, faults }: Schedule): string =>
  [scenario, ...faults.map(({ at, fault }) => `${at}=${formatFault(fault)}`)].join(' ');

/** @throws Error when the line is not a schedule */
export function parseSchedule(line: string): Schedule {
  const [scenario = '', ...faults] = line.trim().split(/\s+/);
  return {
    scenario,
    faults: faults.map((text) => {
      const [at = '', fault = '', ...rest] = text.split('=');
      if (!/^\w+#[1-9]\d*(\.\w+(~\d+)?)?$/.test(at) || rest.length > 0) {
        throw new Error(`expected a fault such as 'ChargePayment#1.confirmIntent=late:3', got '${text}'`);
      }
      return { at, fault: parseFault(fault) };
    }),
  };
}
