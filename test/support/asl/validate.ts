import type { AslDefinition } from './definition';

type Validator = (definition: unknown) => { readonly errorsText: () => string };

/** The package comes without types. */
const validator = require('asl-validator') as Validator;

/** What is wrong with a definition; empty when nothing is. The validator writes into what it reads, so it gets a copy. */
export const definitionErrors = (definition: AslDefinition): string =>
  validator(structuredClone(definition)).errorsText();
