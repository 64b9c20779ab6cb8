/** The same with some members replaced. Ports keep theirs on a prototype, so they are laid over and not copied. */
export const over = <T extends object>(below: T, changes: Partial<T> = {}): T =>
  Object.defineProperties(Object.create(below) as T, Object.getOwnPropertyDescriptors(changes));
