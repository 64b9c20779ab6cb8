import type { OrderStatus } from '../../lambdas/domain/order';
import { type Html, html } from './html';

/** How something stands, beside its words: never by colour alone. */
export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'idle';

export const pill = (tone: Tone, text: string): Html => html`<span class="pill ${tone}">${text}</span>`;

const TONES: { readonly [status in OrderStatus]: Tone } = {
  RECEIVED: 'busy',
  RESERVED: 'busy',
  CHARGED: 'busy',
  SHIPPING: 'busy',
  CONFIRMED: 'good',
  REJECTED: 'idle',
  CANCELLED: 'idle',
  NEEDS_REPAIR: 'bad',
};

export const statusPill = (status: OrderStatus): Html =>
  pill(TONES[status] ?? 'busy', status.replace('_', ' ').toLowerCase());
