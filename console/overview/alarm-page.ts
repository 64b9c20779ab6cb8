import type { RingingAlarm } from './figures';

/** Where the console has what an alarm is about, by the file of its runbook. Of the others it has nothing to show. */
const PAGES: Readonly<Record<string, string>> = {
  'dead-letters': '/dead-letters',
  'deliveries-given-up': '/webhooks',
  'dependency-away': '#circuits',
  drift: '#drift',
  'executions-aborted': '/repair',
  'executions-failed': '/repair',
  'executions-timed-out': '/repair',
  'orders-stuck': '/orders',
  'queue-age': '#queues',
  'refund-failed': '/repair',
  'repair-waits': '/repair',
  'stock-unchecked': '#drift',
  'webhook-endpoint-disabled': '/webhooks',
};

/** The page that helps whoever hears this alarm, if there is one. */
export const pageOf = ({ runbook }: Pick<RingingAlarm, 'runbook'>): string | undefined =>
  PAGES[/^[\w-]+/.exec(runbook?.name ?? '')?.[0] ?? ''];
