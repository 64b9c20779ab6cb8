/** The same with some members replaced. Ports keep theirs on a prototype, so they are laid over and not copied. */
export const over = <T extends object>(below: T, changes: Partial<T> = {}): T =>
  ({ __proto__: below, ...changes }) as T;
