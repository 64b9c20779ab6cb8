/** What a TCP detour can do to one thing that a client sends. The server may get it before, at, or after the cut. */
export type TcpFault =
  /** The connection breaks and the server never hears of it. */
  | { readonly kind: 'cut-before' }
  /** The connection breaks as soon as the server has it: whether it still took effect nobody can say. */
  | { readonly kind: 'cut-during' }
  /** The connection breaks when the server's answer is there: the effect has happened, the client never hears of it. */
  | { readonly kind: 'cut-after' }
  /** Nothing gets through any more, in either direction, and nobody is told. */
  | { readonly kind: 'black-hole' }
  /**
   * The connection breaks, and the server gets it all the same, `ms` later, and not before another rule was met; unless
   * it has ended the connection on its side by then.
   */
  | { readonly kind: 'arrives-late'; readonly ms: number; readonly after?: string }
  | { readonly kind: 'delay'; readonly ms: number };
