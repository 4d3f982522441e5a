/** "1 person", "2 people" */
export const count = (number: number, one: string, many: string): string =>
  `${number} ${number === 1 ? one : many}`;
