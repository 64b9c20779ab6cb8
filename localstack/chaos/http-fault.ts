/** What an HTTP detour can do to one call. `before` and `after` say on which side of the effect. */
export type HttpFault =
  /** The connection breaks, and the service never hears of the call. */
  | { readonly kind: 'reset-before' }
  /** The call works, and the connection breaks in place of an answer. */
  | { readonly kind: 'reset-after' }
  /** The call works and is never answered. */
  | { readonly kind: 'silence-after' }
  /** The connection breaks, and the service gets the call all the same, `ms` later. */
  | { readonly kind: 'arrives-late'; readonly ms: number }
  | { readonly kind: 'delay'; readonly ms: number }
  /** Sent twice, one after the other; the second answer counts. */
  | { readonly kind: 'duplicate' }
  /** Too many calls, in the service's own words; no effect. */
  | { readonly kind: 'throttle' }
  | { readonly kind: 'error-500-before' }
  | { readonly kind: 'error-500-after' };
