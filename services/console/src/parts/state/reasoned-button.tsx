import { Button, type ButtonProps, Tooltip } from '@mantine/core'
import type { ComponentPropsWithoutRef } from 'react'

type Native = ComponentPropsWithoutRef<'button'>
type Props = ButtonProps & Omit<Native, keyof ButtonProps> & { why: string | null }

/** A button that says why it cannot be used; it stays reachable by keyboard so that the reason is too. */
export function ReasonedButton({ why, onClick, loading = false, children, ...rest }: Props) {
  const still = why !== null || loading
  return (
    // One and the same element, with a reason or without: one that is built anew loses the focus.
    <Tooltip label={why} disabled={why === null}>
      <Button
        {...rest}
        renderRoot={reachable}
        loading={loading}
        data-disabled={why !== null}
        aria-disabled={still || undefined}
        aria-description={why ?? undefined}
        // Holds back Enter in a field of its form too, which presses it.
        onClick={still ? (event) => event.preventDefault() : onClick}
      >
        {children}
      </Button>
    </Tooltip>
  )
}

/** Never disabled to the browser, which takes the focus from what is: not even while it works. */
const reachable = ({ disabled: _, ...props }: Native) => <button {...props} />
