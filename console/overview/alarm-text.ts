import type { RingingAlarm } from './figures';

const PARTS = /^(?<what>.*?)\. Customers: (?<customers>.*)\. Runbook: docs\/runbooks\/(?<runbook>\S+)$/s;

/** What an alarm says, in its parts. One that was written by somebody else is shown as it is. */
export function readAlarmText(name: string, description: string, runbooks?: string): RingingAlarm {
  const { what, customers, runbook } = PARTS.exec(description)?.groups ?? {};
  if (what === undefined || customers === undefined || runbook === undefined) {
    return { name, what: description === '' ? name : description };
  }
  const href = runbooks === undefined ? {} : { href: `${runbooks.replace(/\/$/, '')}/${runbook}` };
  return { name, what, customers, runbook: { name: runbook, ...href } };
}
