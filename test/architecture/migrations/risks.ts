/** By what word a line above a statement has to begin that says why it may be done all the same. */
export type Excuse =
  /** Something goes away: why nothing uses it any more. */
  | 'contract'
  /** Something that only people can tell: why old code goes on. */
  | 'old code';

export interface Risk {
  readonly what: string;
  /** @default - there is none */
  readonly excuse?: Excuse;
}

export const takesAway = (what: string): Risk => ({ what: `takes away ${what}`, excuse: 'contract' });

export const mayBreak = (what: string): Risk => ({ what, excuse: 'old code' });

export const impossible = (what: string): Risk => ({ what });

export const isExcused = ({ excuse }: Risk, comments: string): boolean =>
  excuse !== undefined && new RegExp(`^\\s*--\\s*${excuse}:\\s*\\S`, 'im').test(comments);
