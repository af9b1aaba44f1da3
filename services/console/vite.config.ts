import {
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { theme } from './src/theme.ts'

/** Mantine would write its variables into a <style> element at run time, which our CSP refuses: written here instead. */
function themeVariables(): Plugin {
  const id = 'virtual:theme-variables.css'
  return {
    name: 'hark-theme-variables',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load: (source) =>
      source === `\0${id}`
        ? convertCssVariables(defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme)))
        : null,
  }
}

export default defineConfig({
  plugins: [react(), themeVariables()],
  build: {
    outDir: 'dist',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: { proxy: { '/api': process.env.HARK_API ?? 'http://127.0.0.1:4600' } },
})
