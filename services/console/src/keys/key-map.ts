export type KeyRow = { keys: string; what: string }
export type KeyGroup = { where: string; rows: KeyRow[] }

/** What `?` shows. The bindings live beside what they do; keys.test.ts keeps the two in step. */
export const keyMap: KeyGroup[] = [
  {
    where: 'Everywhere',
    rows: [
      { keys: '?', what: 'Show this map' },
      { keys: '/', what: 'Search the queue' },
      { keys: 'g q', what: 'Go to the queue' },
      { keys: 'g c', what: 'Go back to the case you had open' },
      { keys: 'g r', what: 'Go to responses' },
      { keys: 'g s', what: 'Go to what waits for your signature' },
    ],
  },
  {
    where: 'Queue',
    rows: [
      { keys: 'j', what: 'Next case' },
      { keys: 'k', what: 'Previous case' },
      { keys: 'Enter', what: 'Claim and open' },
    ],
  },
  {
    where: 'Case',
    rows: [
      { keys: 'c', what: 'Claim, or release' },
      { keys: 'e', what: 'Evidence: mark the selected words, or go to the next open criterion' },
      { keys: 'p r m v q', what: 'Selected words are patient, reporter, medicine, event, quote' },
      { keys: '1', what: 'Forward, not a valid ICSR yet' },
      { keys: '2', what: 'Forward, valid ICSR now' },
      { keys: '3 … 9', what: 'Close, with the reason of that number' },
      { keys: 'mod+Enter', what: 'Conclude' },
      { keys: 's', what: 'Split: another patient' },
      { keys: 'J', what: 'Join: the same patient and event' },
      { keys: 'h', what: 'Hold, or take back from hold' },
      { keys: 'u', what: 'Undo the last split, join or unsigned conclusion' },
      { keys: 'j', what: 'Next case of the queue' },
      { keys: 'k', what: 'Previous case of the queue' },
    ],
  },
]
