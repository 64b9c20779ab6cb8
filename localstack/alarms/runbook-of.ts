/** Which runbook an alarm names, e.g. `dead-letters#orders`; what it says of itself when it names none. */
export const runbookOf = (description: string): string =>
  /docs\/runbooks\/([\w-]+)\.md(#[\w-]+)?$/.exec(description)?.slice(1).join('') ?? description;
