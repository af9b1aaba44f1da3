/** Addresses and handles lead to a person, and the packet must not (field-guide §8.1, H.1). */
export function withoutPeople(text: string): string {
  return text
    .replace(/\b(?:https?:\/\/|www\.)\S+/giu, '[link]')
    .replace(/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu, '[address]')
    .replace(/(?<![\p{L}\p{N}])@[\p{L}\p{N}_][\p{L}\p{N}_.-]*/gu, '[name]')
}
