import { routes } from '@hark/contract'
import { roleNames } from '@hark/domain'
import { Button, Menu, useMantineColorScheme } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { call } from '../../api/client.ts'
import { endSession, queryClient } from '../../api/query-client.ts'
import { useSession } from '../../api/session.ts'
import { forgetDrafts } from '../case/kept-text.ts'

export function AccountMenu() {
  const { person } = useSession()
  const { setColorScheme, colorScheme } = useMantineColorScheme()
  const navigate = useNavigate()
  const signOut = async () => {
    await call(routes.session.close, {}).catch(() => undefined)
    forgetDrafts()
    queryClient.clear()
    endSession()
  }
  return (
    <Menu position="bottom-end" withArrow={false}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="inherit"
          aria-label={`${initials(person.printedName)}, account of ${person.printedName}`}
        >
          {initials(person.printedName)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {person.printedName}
          <br />
          {person.roles.map((r) => roleNames[r]).join(', ')}
        </Menu.Label>
        <Menu.Item onClick={() => void navigate({ to: '/account' })}>Your account</Menu.Item>
        <Menu.Divider />
        {(['auto', 'light', 'dark'] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            aria-current={colorScheme === scheme}
            onClick={() => setColorScheme(scheme)}
            rightSection={colorScheme === scheme ? '✓' : null}
          >
            {scheme === 'auto' ? 'Light or dark as the system' : `Always ${scheme}`}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const initials = (name: string): string =>
  name
    .replace(/^(dr|prof)\.?\s+/i, '')
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase()
