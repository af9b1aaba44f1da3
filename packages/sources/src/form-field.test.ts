import { expect, test } from 'vitest'
import { adapters } from './adapters.ts'
import { type FormField, formFieldsOf, hostFieldsOf } from './form-field.ts'

const platforms = Object.values(adapters).filter(({ platform }) => !['file', 'practice'].includes(platform))
const all = (fields: FormField[]): FormField[] =>
  fields.flatMap((f) => [f, ...(f.input.kind === 'group' ? f.input.fields : [])])

test.each(platforms.map((a) => [a.platform, a] as const))('%s asks for everything in words', (_, adapter) => {
  const fields = all(formFieldsOf(adapter.config))
  expect(fields.length).toBeGreaterThan(0)
  for (const { name, label, hint } of fields) {
    expect(label, name).not.toBe(name)
    expect(`${label} ${hint}`).toMatch(/^[A-Z]/)
  }
})

test.each(platforms.map((a) => [a.platform, a] as const))(
  '%s: what stands in the form unanswered is what holds without it',
  (_, adapter) => {
    const fields = formFieldsOf(adapter.config)
    const needed = Object.fromEntries(fields.flatMap((f) => (f.required ? [[f.name, samples[f.name]]] : [])))
    const answers = fields.filter((f) => f.preset !== null).map((f) => [f.name, f.preset])
    const whole = { ...needed, ...first[adapter.platform] }
    const parsed = adapter.config.parse({ ...Object.fromEntries(answers), ...whole })
    expect(parsed).toEqual(adapter.config.parse(whole))
  },
)

const samples: Record<string, unknown> = {
  server: 'https://place.example',
  page: '77',
  account: '77',
  organization: '77',
}
/** Where one of several is needed, and none by itself. */
const first: Record<string, object> = {
  feed: { urls: ['https://place.example/feed'] },
  podcast: { urls: ['https://place.example/feed'] },
  mastodon: { tags: ['zolvara'] },
  reddit: { communities: ['zolvara'] },
  youtube: { videos: ['D-lhorsDlUQ'] },
}

test('each kind of question comes with its bounds', () => {
  const of = (platform: 'x' | 'linkedin' | 'mastodon' | 'discourse' | 'facebook') =>
    Object.fromEntries(formFieldsOf(adapters[platform]?.config as never).map((f) => [f.name, f]))
  expect(of('x').monthlyBudgetUsd).toMatchObject({
    preset: 50,
    more: false,
    input: { kind: 'number', whole: false, min: 1, max: 15_000 },
  })
  expect(of('x').rules).toMatchObject({ required: false, input: { kind: 'list', of: 'text', most: 1_000 } })
  expect(of('discourse').categories?.input).toMatchObject({ kind: 'list', of: 'number' })
  expect(of('mastodon').timelines?.input).toEqual({
    kind: 'some_of',
    options: ['local', 'remote', 'public'],
  })
  expect(of('linkedin').callsADay?.input).toMatchObject({ min: 10, max: null })
  expect(of('facebook').page).toMatchObject({ required: true, preset: null, input: { kind: 'text' } })
  expect(of('linkedin').subscription?.input).toMatchObject({
    kind: 'group',
    fields: [{ name: 'application' }, { name: 'person' }, { name: 'webhook', required: true }],
  })
})

test('files of the host are no question, and known as such', () => {
  for (const platform of ['feed', 'podcast'] as const) {
    const config = adapters[platform]?.config as never
    expect(formFieldsOf(config).map((f) => f.name)).not.toContain('paths')
    expect(hostFieldsOf(config)).toEqual(['paths'])
  }
})
