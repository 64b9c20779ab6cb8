import type { Delivery, DeliveryOutcome } from '../../lambdas/ports/deliveries';
import type { WebhookEndpoint } from '../../lambdas/ports/webhook-endpoints';
import type { Known } from '../overview/figures';
import { ago, missing, moment, orderLink, span } from '../ui/format';
import { type Child, type Html, html } from '../ui/html';
import type { PageContent } from '../ui/layout';
import { pill, type Tone } from '../ui/status';

export interface WebhookFigures {
  readonly endpoints: Known<readonly WebhookEndpoint[]>;
  readonly deliveries: Known<readonly Delivery[]>;
}

export const webhooksPage = ({ endpoints, deliveries }: WebhookFigures, now: Date): PageContent => ({
  title: 'Webhooks',
  section: 'webhooks',
  body: html`
<section class="card" aria-labelledby="endpoints-title"><h2 id="endpoints-title">Endpoints</h2>${endpoints.known ? endpointTable(endpoints.value, now) : missing(endpoints.why)}</section>
<section class="card" aria-labelledby="deliveries-title"><h2 id="deliveries-title">Deliveries, newest first</h2>${deliveries.known ? deliveryTable(deliveries.value, addressesIn(endpoints)) : missing(deliveries.why)}</section>`,
});

const endpointTable = (endpoints: readonly WebhookEndpoint[], now: Date): Html =>
  endpoints.length === 0
    ? html`<p class="missing">Nobody has asked to be told of events.</p>`
    : html`<div class="scroll" tabindex="0" role="group" aria-label="Table of endpoints"><table><thead><tr><th scope="col">Address</th><th scope="col">State</th><th scope="col">Events</th><th scope="col">Since</th></tr></thead>
<tbody>${endpoints.map(
        ({ url, state, eventTypes, createdAt }) =>
          html`<tr><th scope="row">${url}</th><td>${stateOf(state, now)}</td><td>${eventTypes.length === 0 ? 'all' : eventTypes.join(', ')}</td><td>${moment(createdAt)}</td></tr>`,
      )}</tbody></table></div>`;

const stateOf = (state: WebhookEndpoint['state'], now: Date): Child =>
  state.status === 'disabled'
    ? html`${pill('idle', 'disabled')} <span class="fine">${state.because}</span>`
    : state.failingSince === undefined
      ? pill('good', 'enabled')
      : html`${pill('warn', 'failing')} <span class="fine">for ${ago(state.failingSince, now)}</span>`;

const TONES: { readonly [outcome in DeliveryOutcome]: Tone } = {
  delivered: 'good',
  failed: 'warn',
  'given up': 'bad',
  skipped: 'idle',
};

/** Where deliveries went, by what they know of it. Of an endpoint that was removed that is its id. */
const addressesIn = (endpoints: WebhookFigures['endpoints']): ReadonlyMap<string, string> =>
  new Map(endpoints.known ? endpoints.value.map(({ endpointId, url }) => [endpointId, url]) : []);

const deliveryTable = (deliveries: readonly Delivery[], addresses: ReadonlyMap<string, string>): Html =>
  deliveries.length === 0
    ? html`<p class="missing">Nothing has been sent.</p>`
    : html`<div class="scroll" tabindex="0" role="group" aria-label="Table of deliveries"><table><thead><tr><th scope="col">At</th><th scope="col">Event</th><th scope="col">Order</th><th scope="col">Outcome</th><th scope="col" class="n">Try</th><th scope="col" class="n">Took</th><th scope="col">Endpoint</th></tr></thead>
<tbody>${deliveries.map(
        ({
          at,
          eventType,
          orderId,
          outcome,
          reason,
          status,
          attempt,
          durationMs,
          target,
          nextAttemptAt,
        }) => html`<tr><td>${moment(at)}</td><td>${eventType}</td><td>${orderId !== undefined && orderLink(orderId)}</td>
<td>${pill(TONES[outcome], outcome)} <span class="fine">${status} ${reason}${nextAttemptAt !== undefined && html`, again at ${moment(nextAttemptAt)}`}</span></td>
<td class="n">${attempt}</td><td class="n nowrap">${durationMs !== undefined && span(durationMs)}</td><td>${addresses.get(target) ?? html`<span class="mono">${target}</span>`}</td></tr>`,
      )}</tbody></table></div>`;
