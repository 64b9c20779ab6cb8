/**
 * A twin whose method fails once: `before` it has its effect, or `after`, when the effect is there and only
 * its answer is lost.
 */
export function breakOnce<Port extends object>(
  port: Port,
  method: keyof Port & string,
  { when, error = new Error(`${method} broke`) }: { readonly when: 'before' | 'after'; readonly error?: unknown },
): Port {
  let broken = false;
  return new Proxy(port, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') {
        return value;
      }
      if (property !== method || broken) {
        return value.bind(target);
      }
      return async (...values: readonly unknown[]) => {
        broken = true;
        if (when === 'after') {
          await value.apply(target, values);
        }
        throw error;
      };
    },
  });
}
