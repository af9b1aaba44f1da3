import { mayDo } from '@hark/domain'
import { Burger, Drawer } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useSession } from '../../api/session.ts'
import { AccountMenu } from './account-menu.tsx'
import { areas } from './areas.ts'
import css from './shell.module.css'
import { SignTray } from './sign-tray.tsx'

export function TopBar() {
  const [open, setOpen] = useState(false)
  return (
    <section className={css.bar} aria-label="Hark">
      <Burger
        className={css.burger}
        opened={open}
        onClick={() => setOpen(true)}
        size="sm"
        aria-label="Pages"
      />
      <Link to="/" className={css.brand}>
        <img src="/hark.svg" width="22" height="22" alt="" /> Hark
      </Link>
      <nav className={css.nav} aria-label="Pages">
        <AreaLinks />
      </nav>
      <SignTray />
      <AccountMenu />
      <Drawer opened={open} onClose={() => setOpen(false)} title="Pages" size="xs">
        <nav className={css.drawerNav} aria-label="Pages">
          <AreaLinks onGo={() => setOpen(false)} />
        </nav>
      </Drawer>
    </section>
  )
}

function AreaLinks({ onGo }: { onGo?: () => void }) {
  const { roles } = useSession().person
  return areas
    .filter((area) => mayDo(roles, area.needs))
    .map((area) => (
      <Link key={area.to} to={area.to} className={css.link} {...(onGo ? { onClick: onGo } : {})}>
        {area.name}
      </Link>
    ))
}
