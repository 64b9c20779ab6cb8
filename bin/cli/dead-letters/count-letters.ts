export const countLetters = (count: number): string => `${count} dead letter${count === 1 ? '' : 's'}`;
