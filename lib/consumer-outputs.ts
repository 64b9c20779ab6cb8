/** The name of a consumer, as operators call its queue: `mail-events`. */
const NAME = /^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/;
const OUTPUT = /^Consumer(?<name>[A-Z]\w*?)(?<what>QueueUrl|DeadLettersUrl)$/;

const pascal = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());
const kebab = (name: string): string => name.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();

/**
 * Outputs of the stacks by which consumers of events are found: whoever adds one need not list it anywhere.
 *
 * @throws for a name that could not be read back
 */
export function consumerOutputs(name: string): { readonly source: string; readonly deadLetters: string } {
  if (!NAME.test(name)) {
    throw new Error(`the name of a consumer should be of lower case words with dashes between them, got '${name}'`);
  }
  return { source: `Consumer${pascal(name)}QueueUrl`, deadLetters: `Consumer${pascal(name)}DeadLettersUrl` };
}

export interface ConsumerQueue {
  readonly name: string;
  readonly source: string;
  readonly deadLetters: string;
}

/** The consumers that stacks with these outputs have, by name. */
export function consumersIn(outputs: Readonly<Partial<Record<string, string>>>): readonly ConsumerQueue[] {
  const names = Object.keys(outputs).flatMap((output) => OUTPUT.exec(output)?.groups?.['name'] ?? []);
  return [...new Set(names)]
    .map(kebab)
    .sort()
    .map((name) => {
      const { source, deadLetters } = consumerOutputs(name);
      return { name, source: outputs[source] ?? '', deadLetters: outputs[deadLetters] ?? '' };
    });
}
