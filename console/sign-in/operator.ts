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

export const mayAct = (person: Pick<Person, 'role'>): boolean => person.role === 'operator';
