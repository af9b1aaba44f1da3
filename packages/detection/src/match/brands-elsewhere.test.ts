import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadResources } from '../resources.ts'

const gazetteer = loadResources().gazetteer()
const substances = (text: string): string[] => gazetteer(text).map(({ product }) => product.substance)
const lines = readFileSync(new URL('../../../../training/brands-elsewhere.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')

test.each([
  ['Schwindel seit Novaminsulfon', 'metamizole'],
  ['Vomex macht mich so müde', 'dimenhydrinate'],
  ['seit Visanne nur noch traurig', 'dienogest'],
  ['le Spasfon ne fait rien', 'phloroglucinol'],
  ['Tahor arrêté, les crampes aussi', 'atorvastatin'],
  ['peau qui pèle sous Curacné', 'isotretinoin'],
  ['con el Enantyum me mareo', 'dexketoprofen'],
  ['Torvast e dolori alle gambe', 'atorvastatin'],
  ['il Muscoril mi stende', 'thiocolchicoside'],
  ['van Thyrax ga ik zweten', 'levothyroxine'],
  ['Emesafene en nog misselijk', 'meclizine'],
  ['Neosaldina e dormi o dia todo', 'metamizole / isometheptene / caffeine'],
  ['Roacutan secou tudo', 'isotretinoin'],
  ['Movicol again tonight', 'polyethylene glycol'],
  ['day two of Ajovy', 'fremanezumab'],
])('%s', (text, substance) => {
  expect(substances(text)).toEqual([substance])
})

test.each([
  'oki, bis morgen',
  'Oki doki!',
  'Foster the people live',
  'Charles Rennie Mackintosh',
  'Leeloo Dallas multipass',
  'the mediator said no',
  'we miss Diane and Jasmine',
  'à propos de demain, la température monte',
  'Doña Rosa no está',
])('no medicine without one beside it: %s', (text) => {
  expect(substances(text)).toEqual([])
})

test('beside a medicine word they are medicines', () => {
  expect(substances('una compressa di Oki da 80 mg')).toEqual(['ketoprofen'])
  expect(substances('Foster 100 inhaler, two doses')).toEqual(['beclomethasone / formoterol'])
})

test('every line names a medicine the gazetteer knows', () => {
  const kinds = new Set(['brand', 'alias', 'slang', 'substance', 'misspelling'])
  const wrong = lines.filter((line) => {
    const [name = '', substance = '', kind = '', guard = ''] = line.split('\t')
    return name !== name.trim() || !substance || !kinds.has(kind) || !['', 'guard'].includes(guard)
  })
  expect(wrong).toEqual([])
  const names = lines.map((line) => line.split('\t')[0] as string)
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => substances(`${name} 20 mg, two tablets`).length === 0)).toEqual([])
})
