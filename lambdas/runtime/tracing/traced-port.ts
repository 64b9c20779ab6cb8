import { inSpan } from './trace';

type Method = (...values: never[]) => Promise<unknown>;

/** A port whose every call is a span under the name of the service behind it, with the method as its operation. */
export function tracedPort<Port extends { readonly [name in keyof Port]: Method }>(service: string, port: Port): Port {
  const traced = Object.entries<Method>(port).map(([operation, method]) => [
    operation,
    (...values: never[]) =>
      inSpan(service, { namespace: 'remote', annotations: { operation } }, () => method.call(port, ...values)),
  ]);
  return Object.fromEntries(traced) as Port;
}
