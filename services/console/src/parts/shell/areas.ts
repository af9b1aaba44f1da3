import type { Permission } from '@hark/domain'

export type Area = {
  to: '/queue' | '/responses' | '/listening' | '/handoffs' | '/quality' | '/sources' | '/audit' | '/people'
  name: string
  needs: Permission
}

/** The pages of the top bar, each with the permission its first route needs. */
export const areas: Area[] = [
  { to: '/queue', name: 'Queue', needs: 'queue.read' },
  { to: '/responses', name: 'Responses', needs: 'response.read' },
  { to: '/listening', name: 'Listening', needs: 'listening.read' },
  { to: '/handoffs', name: 'Hand-offs', needs: 'handoff.read' },
  { to: '/quality', name: 'Quality', needs: 'quality.read' },
  { to: '/sources', name: 'Sources', needs: 'sources.read' },
  { to: '/audit', name: 'Audit', needs: 'audit.read' },
  { to: '/people', name: 'People', needs: 'people.read' },
]
