export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a request to somebody else's server ended. Reasons are words of our own: what came back is not repeated. */
export type WebhookAnswer =
  | { readonly kind: 'answered'; readonly status: number }
  /** The address is not one that we send to. No connection was made. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** No answer: whether the request arrived is not known. */
  | { readonly kind: 'unanswered'; readonly reason: string };

/** Sends to servers that nobody here has checked. */
export interface WebhookSender {
  send(request: WebhookRequest): Promise<WebhookAnswer>;
}
