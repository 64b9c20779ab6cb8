import { invalidRequest } from './stripe-refusal';

/** The parameters of an operation that the simulator knows; Stripe refuses what it does not know, and so does this. */
export function readParameters(form: URLSearchParams, known: readonly RegExp[]): ReadonlyMap<string, string> {
  for (const name of form.keys()) {
    if (!known.some((pattern) => pattern.test(name))) {
      throw invalidRequest(`Received unknown parameter: ${name}`, { code: 'parameter_unknown', param: name });
    }
  }
  return new Map(form);
}

export function requireText(parameters: ReadonlyMap<string, string>, name: string): string {
  const value = parameters.get(name);
  if (value === undefined || value === '') {
    throw invalidRequest(`Missing required param: ${name}.`, { code: 'parameter_missing', param: name });
  }
  return value;
}

export function requireInteger(parameters: ReadonlyMap<string, string>, name: string): number {
  const text = requireText(parameters, name);
  if (!/^\d{1,15}$/.test(text)) {
    throw invalidRequest(`Invalid integer: ${text}`, { code: 'parameter_invalid_integer', param: name });
  }
  return Number(text);
}

export const readMetadata = (parameters: ReadonlyMap<string, string>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...parameters].flatMap(([name, value]) => {
      const key = name.match(/^metadata\[(.+)\]$/)?.[1];
      return key === undefined ? [] : [[key, value]];
    }),
  );
