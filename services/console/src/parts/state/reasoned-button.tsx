import { Button, type ButtonProps, Tooltip } from '@mantine/core'
import type { ComponentPropsWithoutRef } from 'react'

type Native = ComponentPropsWithoutRef<'button'>
type Props = ButtonProps & Omit<Native, keyof ButtonProps> & { why: string | null }

/** A button that says why it cannot be used; it stays reachable by keyboard so that the reason is too. */
export function ReasonedButton({ why, onClick, loading = false, children, ...rest }: Props) {
  return (
    // One and the same element, with a reason or without: one that is built anew loses the focus.
    <Tooltip label={why} disabled={why === null}>
      <Button
        {...rest}
        loading={loading}
        data-disabled={why !== null}
        aria-disabled={why !== null || undefined}
        aria-description={why ?? undefined}
        // Holds back Enter in a field of its form too, which presses it.
        onClick={why === null ? onClick : (event) => event.preventDefault()}
      >
        {children}
      </Button>
    </Tooltip>
  )
}
