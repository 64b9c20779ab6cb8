const UNITS = [
  { letter: 'd', seconds: 86_400 },
  { letter: 'h', seconds: 3_600 },
  { letter: 'm', seconds: 60 },
  { letter: 's', seconds: 1 },
] as const;

/** The age of a moment in its largest unit: `12s`, `3h`, `13d`. */
export function ago(moment: string, now = Date.now()): string {
  const age = Math.max(0, Math.floor((now - Date.parse(moment)) / 1_000));
  const unit = UNITS.find(({ seconds }) => age >= seconds) ?? { letter: 's', seconds: 1 };
  return `${Math.floor(age / unit.seconds)}${unit.letter}`;
}
