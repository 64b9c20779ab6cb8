import type { Script } from './script';

type Methods<Port> = { readonly [Name in keyof Port]: (...args: never[]) => Promise<unknown> };

/** A port of ours, called as the script says: a database may be away before a statement or after its commit. */
export const underScript = <Port extends Methods<Port>>(port: Port, script: Script): Port =>
  Object.fromEntries(
    Object.entries<(...args: never[]) => Promise<unknown>>(port).map(([name, method]) => [
      name,
      (...args: never[]) => script.run(name, () => method(...args)),
    ]),
  ) as Port;
