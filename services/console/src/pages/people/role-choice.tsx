import { assertRolesCombine, forbiddenPair, type Role, roleNames, roles } from '@hark/domain'
import { Checkbox, Stack } from '@mantine/core'

/** Why these roles may not meet in one person, or null; the server's own rule. */
export function whyNotRoles(held: Role[]): string | null {
  if (held.length === 0) return 'Choose at least one role.'
  try {
    assertRolesCombine(held)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : 'These roles may not meet.'
  }
}

export function RoleChoice({ value, onChange }: { value: Role[]; onChange: (roles: Role[]) => void }) {
  return (
    <Checkbox.Group label="Roles" value={value} onChange={(next) => onChange(next as Role[])}>
      <Stack gap={10} mt={8}>
        {roles.map((role) => {
          const clash = value.includes(role) ? undefined : value.find((held) => forbiddenPair(held, role))
          return (
            <Checkbox
              key={role}
              value={role}
              label={roleNames[role]}
              disabled={clash !== undefined}
              description={clash && `Not with ${roleNames[clash]}: ${forbiddenPair(clash, role)}`}
            />
          )
        })}
      </Stack>
    </Checkbox.Group>
  )
}
