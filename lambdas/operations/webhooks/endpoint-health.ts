import { MetricName } from '../../contracts/metrics';
import { hasFailedForDays } from '../../domain/webhooks/retry-schedule';
import type { EndpointAnnouncements } from '../../ports/endpoint-announcements';
import type { Signals } from '../../ports/signals';
import type { Attempt } from '../../ports/webhook-attempt';
import type { DisabledBecause, EndpointHealth, WebhookEndpoint } from '../../ports/webhook-endpoints';

/** Receivers that are gone for good say so with it. */
const GONE = 410;

/** What an attempt means for its endpoint. A healthy one costs nothing: nothing is written unless it changes. */
export function createEndpointHealth({
  health,
  announcements,
  signals,
}: {
  readonly health: EndpointHealth;
  readonly announcements: EndpointAnnouncements;
  readonly signals: Signals;
}) {
  /**
   * Says that an endpoint was disabled, unless that was said. Whoever comes by one that nobody has announced does it: the
   * one who disabled it may have died in between.
   */
  const announce = async ({ endpointId, state }: WebhookEndpoint): Promise<void> => {
    if (state.status === 'disabled' && !state.announced) {
      await announcements.disabled({ endpointId, because: state.because, since: state.since });
      await health.announced(endpointId);
    }
  };

  const disable = async (endpoint: WebhookEndpoint, because: DisabledBecause, now: Date): Promise<void> => {
    const { endpointId } = endpoint;
    if (await health.disable(endpointId, because, now)) {
      signals.count(MetricName.WebhookEndpointDisabled, 1, { endpointId, because });
      const state = { status: 'disabled', because, since: now.toISOString(), announced: false } as const;
      await announce({ ...endpoint, state });
    }
  };

  /** @returns whether the endpoint is to be asked again */
  const note = async (endpoint: WebhookEndpoint, attempt: Attempt, now: Date): Promise<boolean> => {
    const failingSince = endpoint.state.status === 'enabled' ? endpoint.state.failingSince : undefined;
    if (attempt.kind === 'delivered') {
      if (failingSince !== undefined) {
        await health.recovered(endpoint.endpointId);
      }
      return true;
    }
    if (attempt.status === GONE) {
      await disable(endpoint, 'it said that it is gone', now);
      return false;
    }
    if (hasFailedForDays(failingSince, now)) {
      await disable(endpoint, 'it failed for days', now);
      return false;
    }
    if (failingSince === undefined) {
      await health.failed(endpoint.endpointId, now);
    }
    return true;
  };

  return { note, announce };
}
