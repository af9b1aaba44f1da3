const alphabet = '234567abcdefghijklmnopqrstuvwxyz'
const pairs = Array.from({ length: 1024 }, (_, n) => `${alphabet[n >> 5]}${alphabet[n & 31]}`)

/** A record key of this time, as the network makes them; two letters at once, for millions are made while others are measured. */
export function tidOf(timeUs: number): string {
  const low = timeUs % 2 ** 30
  const high = Math.floor(timeUs / 2 ** 30) // 25 bits: five letters
  return `${alphabet[(high >> 20) & 31]}${pairs[(high >> 10) & 1023]}${pairs[high & 1023]}${pairs[low >> 20]}${pairs[(low >> 10) & 1023]}${pairs[low & 1023]}22`
}
