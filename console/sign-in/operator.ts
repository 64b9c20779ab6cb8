import * as z from 'zod/mini';

/** Who looks at the console. A viewer sees everything and changes nothing. */
export const ROLES = ['viewer', 'operator'] as const;
export type Role = (typeof ROLES)[number];

export interface Person {
  /** The identity provider's own id. */
  readonly subject: string;
  /** As it is shown, and written beside what was done. */
  readonly name: string;
  readonly role: Role;
}

export const personSchema = z.object({ subject: z.string(), name: z.string(), role: z.enum(ROLES) });

/** As the record of an act has it: a name may change hands, the provider's id does not. */
export const signatureOf = ({ name, subject }: Person) => ({ by: name, bySubject: subject });

export const mayAct = (person: Pick<Person, 'role'>): boolean => person.role === 'operator';
