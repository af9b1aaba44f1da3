import type { ComponentPropsWithRef } from 'react'

type Props = ComponentPropsWithRef<'button'> & { 'data-loading'?: boolean }

/**
 * The element of every button (theme.ts). While it works it can be pressed to no effect and is not disabled to
 * the browser, which takes the focus from what is: who works by keyboard would start over at the top.
 */
export function WorkingButton({ disabled, onClick, type = 'button', ...rest }: Props) {
  const working = rest['data-loading'] === true
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled && !working}
      aria-disabled={working || rest['aria-disabled']}
      // Holds back Enter in a field of its form too, which presses it.
      onClick={working ? (event) => event.preventDefault() : onClick}
    />
  )
}
