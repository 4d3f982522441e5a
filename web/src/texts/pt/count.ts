/** "1 pessoa", "2 pessoas" */
export const count = (number: number, one: string, many: string): string =>
  `${number} ${number === 1 ? one : many}`;
