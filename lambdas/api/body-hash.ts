import { createHash } from 'node:crypto';
import { canonicalJson } from '../contracts/canonical-json';

/** Tells whether two requests ask for the same thing. Taken of the parsed body: spaces and key order do not count. */
export const bodyHashOf = (body: unknown): string => createHash('sha256').update(canonicalJson(body)).digest('hex');
