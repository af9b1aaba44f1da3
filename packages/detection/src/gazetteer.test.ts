import { describe, expect, test } from 'vitest'
import { detect } from './detect.ts'
import { loadResources } from './resources.ts'

const resources = loadResources()
const gazetteer = resources.gazetteer()
const isFlagged = (text: string): boolean =>
  detect({ text, lang: 'en' }, gazetteer, resources).some(({ flagged }) => flagged)

// Invented posts about real medicines, without a programme: the whole gazetteer is listened for.
describe('a reaction is flagged', () => {
  test.each([
    'Ozempic face is real, I look 10 years older',
    'ozempic burps smell like death',
    "Been on Lexapro 2 weeks and can't feel anything anymore",
    'Effexor brain zaps are no joke',
    'prednisone got me eating everything in sight',
    'gabapentin makes me feel drunk',
    'I swear seroquel had me in a coma for 14 hours',
    'my hair is falling out thanks to methotrexate',
    'Accutane dried my lips to hell',
    'Two dress sizes since starting Paxil',
    "haven't pooped in 9 days #ozempic",
    "Ambien: woke up to find I'd cooked a full dinner",
    'statins wrecked my muscles. Lipitor never again',
    'My dad started Chantix and tried to kill himself',
    'baby born with a cleft lip after topamax in pregnancy',
    'Cipro ruptured my achilles',
    'my mom ended up in the ER after one dose of Bactrim, lips blue',
    'I am allergic to penicillin',
    "Can't stop shaking since they upped my lithium",
    'I took Plan B and my period is 3 weeks late',
    'got the covid vaccine, arm is dead and fever 39',
    'after the flu shot my son had a seizure',
    'Xarelto: nosebleed for 3 hours',
    'Depo shot = bleeding for 60 days straight',
  ])('%s', (text) => {
    expect(isFlagged(text)).toBe(true)
  })
})

describe('what is no reaction is not flagged', () => {
  test.each([
    'My anxiety is so bad I need a Xanax',
    'Popping an Advil for this headache',
    'Ibuprofen is a lifesaver for cramps',
    'Took Benadryl and finally slept',
    'need zofran asap so nauseous from this flu',
    'Just picked up my Lipitor refill',
    'Has anyone tried Ozempic?',
    'I might ask my doctor about Lexapro for my depression',
    'Prozac Nation is such a good book',
    'Study finds metformin linked to lower cancer risk',
    'No side effects so far on Mounjaro!',
    'Never had any nausea with Ozempic, lost 20 lbs',
    "Zoloft didn't give me any weird dreams",
    'Adderall is expensive now',
    'lol that flight was longer than my xanax prescription',
    'Delta lost my bag, I need a valium',
    'coffee gives me headaches',
    'Botox party this weekend!',
    'Ed told me about Lipitor',
    'ED nurse here, two Advil and back in',
    'Al takes Crestor too',
    'Tylenol and bed. fever of 102',
  ])('%s', (text) => {
    expect(isFlagged(text)).toBe(false)
  })
})

describe('names that are words', () => {
  test.each([
    'Spring is in the air',
    'Alli is my best friend',
    'time for plan B',
    'the sequel was better',
    'silver and gold',
    'drink more water',
    'honey on toast',
    'I met my doctor',
    'mein Arzt sagt nix',
    'no lithium batteries in the hold',
    'humming Lithium by Nirvana',
    'Exelon shares rose',
  ])('are not medicines: %s', (text) => {
    expect(gazetteer(text)).toEqual([])
  })
})

describe('names that are nothing but medicines', () => {
  test.each([
    'Fosamax, never again',
    'day 3 of Contrave',
    'hello Ativan my old friend',
    'kisqali scan day',
    'melatonin worked, then it did not',
    'lithium level came back',
    'hello Exelon',
    'Januvia is how much?!',
  ])('need no medicine word beside them: %s', (text) => {
    expect(gazetteer(text)).toHaveLength(1)
  })
})

test.each([
  ['Tylenol', 'acetaminophen'],
  ['advil', 'ibuprofen'],
  ['prevacid', 'lansoprazole'],
  ['rasilez', 'aliskiren'],
  ['abacavir sulfate', 'abacavir'],
  ['insulin', 'insulin'],
  ['actemra', 'tocilizumab'],
  ['imigran', 'sumatriptan'],
  ['dulcolax', 'bisacodyl'],
  ['clexane', 'enoxaparin'],
])('%s is %s', (name, substance) => {
  expect(gazetteer(name).map(({ product }) => product.substance)).toEqual([substance])
})
