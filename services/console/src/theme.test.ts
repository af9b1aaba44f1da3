import { ActionIcon, Button, MantineProvider } from '@mantine/core'
import { createElement, type ElementType } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { ReasonedButton } from './parts/state/reasoned-button.tsx'
import { theme } from './theme.ts'

function markup(button: unknown, props: object): string {
  const child = createElement(button as ElementType, props, 'Save')
  const page = createElement(MantineProvider as ElementType, { theme, withCssVariables: false }, child)
  return renderToStaticMarkup(page).match(/<button[^>]*>/)?.[0] ?? ''
}

test.each([
  ['Button', Button],
  ['ActionIcon', ActionIcon],
  ['ReasonedButton', ReasonedButton],
])('a %s that works says so and is not disabled, which would take the focus from it', (_, button) => {
  const working = markup(button, { loading: true, why: null })
  expect(working).toContain('aria-disabled="true"')
  expect(working).not.toMatch(/ disabled/)
})

test('a button sends no form unless it says so, and one that rests says nothing of it', () => {
  expect(markup(Button, {})).toContain('type="button"')
  expect(markup(Button, { type: 'submit' })).toContain('type="submit"')
  expect(markup(Button, { loading: false })).not.toContain('disabled')
})

test('no button of the console is disabled to the browser: ReasonedButton says why, and keeps the focus', () => {
  const sources = import.meta.glob<string>('./**/*.tsx', { query: '?raw', import: 'default', eager: true })
  expect(Object.keys(sources).length).toBeGreaterThan(100)
  const disabled = /<(?:Button|ActionIcon|ReasonedButton|button)\b(?:[^>]|=>)*?\sdisabled\b/
  const found = Object.keys(sources).filter((file) => disabled.test(sources[file] ?? ''))
  expect(found).toEqual(['./parts/state/working-button.tsx'])
})
