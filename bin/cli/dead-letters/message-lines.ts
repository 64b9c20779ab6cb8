import { printable } from '../text';

/** A message as a person can read it, if it is JSON; as it came, if not. */
export function messageLines(body: string): string {
  try {
    return printable(JSON.stringify(JSON.parse(body), null, 2));
  } catch {
    return printable(body);
  }
}
