import { createTheme, type MantineThemeOverride } from '@mantine/core'
import { WorkingButton } from './parts/state/working-button.tsx'

const fonts =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans CJK JP", "DejaVu Sans", sans-serif'

/** One accent, neutral greys, 14 px base on a 4 px grid (docs: console feel). */
export const theme: MantineThemeOverride = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  colors: {
    dark: [
      '#e4e7ea',
      '#c9ced3',
      '#a9b0b7',
      '#79818a',
      '#4a5057',
      '#34383d',
      '#24282c',
      '#1d2023',
      '#17191c',
      '#121416',
    ],
    petrol: [
      '#eef7f8',
      '#dcecef',
      '#b5d9df',
      '#8bc4ce',
      '#68b2bf',
      '#4fa3b2',
      '#26788a',
      '#17616f',
      '#105260',
      '#08424e',
    ],
  },
  fontFamily: fonts,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '13px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '20px' }, h2: { fontSize: '16px' }, h3: { fontSize: '14px' } },
  },
  defaultRadius: 4,
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs', component: WorkingButton } },
    ActionIcon: { defaultProps: { variant: 'subtle', component: WorkingButton } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    NativeSelect: { defaultProps: { size: 'xs' } },
    TagsInput: { defaultProps: { size: 'xs' } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Chip: { defaultProps: { variant: 'outline', size: 'xs', radius: 4 } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Badge: { defaultProps: { radius: 3, size: 'sm', tt: 'none', fw: 600 } },
    // The library locks scrolling by a <style> element, which the CSP refuses.
    Modal: {
      defaultProps: {
        lockScroll: false,
        centered: true,
        shadow: 'md',
        closeButtonProps: { 'aria-label': 'Close' },
        transitionProps: { duration: 0 },
      },
    },
    Drawer: {
      defaultProps: {
        lockScroll: false,
        shadow: 'md',
        closeButtonProps: { 'aria-label': 'Close' },
        transitionProps: { duration: 0 },
      },
    },
    Tooltip: {
      defaultProps: {
        openDelay: 300,
        events: { hover: true, focus: true, touch: true },
        multiline: true,
        maw: 320,
      },
    },
  },
})
