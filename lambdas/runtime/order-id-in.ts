/** By its form and not by parsing: a message that cannot be parsed must be found by its order too. */
export const orderIdIn = (body: string): string | undefined =>
  /"(?:orderId|name)":\s*"([0-9a-f-]{36})"/.exec(body)?.[1];
