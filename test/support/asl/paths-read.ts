import type { AslState } from './definition';

/** Where a state writes; everything else in a state that looks like a path is read. */
const WRITTEN = new Set(['ResultPath']);

/** Every JSONPath that a state reads, from its data (`$`) or from the context (`$$`). */
export const pathsRead = (state: AslState): readonly string[] => pathsIn(state);

function pathsIn(node: unknown): readonly string[] {
  if (typeof node === 'string') {
    return node.startsWith('$') ? [node] : [];
  }
  return typeof node === 'object' && node !== null
    ? Object.entries(node).flatMap(([key, value]) => (WRITTEN.has(key) ? [] : pathsIn(value)))
    : [];
}
