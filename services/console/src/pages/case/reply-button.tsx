import { type PostView, routes } from '@hark/contract'
import { Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { call } from '../../api/client.ts'
import { templatesQuery } from '../../api/responses.ts'
import { useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { languageName } from '../../parts/words/names.ts'
import { useDesk } from './desk.ts'

/** Drafts a reply from an approved template; replying never delays forwarding. */
export function ReplyButton({ post }: { post: PostView }) {
  const { c } = useDesk()
  const mayNot = useWhyNot('response.draft')
  const navigate = useNavigate()
  const templates = useQuery({ ...templatesQuery, enabled: mayNot === null })
  const draft = useAct({
    run: (template: string) =>
      call(routes.responses.draft, { body: { caseId: c.id, postId: post.id, template } }),
    refresh: [['responses']],
    receipt: () => null,
    done: (response) => void navigate({ to: '/responses/$id', params: { id: response.id } }),
  })
  const why = mayNot ?? (templates.data?.items.length === 0 ? 'No approved template exists yet.' : null)
  if (why) {
    return (
      <ReasonedButton variant="subtle" size="compact-xs" why={why}>
        Draft reply…
      </ReasonedButton>
    )
  }
  return (
    <>
      <Menu>
        <Menu.Target>
          <ReasonedButton variant="subtle" size="compact-xs" why={null} loading={draft.isPending}>
            Draft reply…
          </ReasonedButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Approved templates</Menu.Label>
          {templates.data?.items.map((t) => (
            <Menu.Item key={t.id} onClick={() => draft.mutate(t.id)}>
              {t.name} · {languageName(t.lang)} · {t.version}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Refused error={draft.error} />
    </>
  )
}
