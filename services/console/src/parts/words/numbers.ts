/** 180,234 */
export const number = (n: number): string => n.toLocaleString('en-GB')

/** "1 product", "4 products"; irregular plurals are given. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${number(n)} ${n === 1 ? one : many}`
