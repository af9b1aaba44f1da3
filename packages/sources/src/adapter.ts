import { DomainError, type Platform, type Post } from '@hark/domain'
import { z } from 'zod'
import type { Http } from './fetch/safe-fetch.ts'
import type { FileDeps } from './file/file-source.ts'
import type { Hook } from './hook/hook.ts'
import type { JetstreamDeps } from './jetstream/jetstream-source.ts'
import type { Allowance } from './limits/budget.ts'
import type { Budgets } from './limits/budgets.ts'
import type { Pauses } from './limits/pauses.ts'
import type { PolicyManifest } from './policy.ts'
import type { PollDeps } from './poll/poll-source.ts'
import type { PracticeDeps } from './practice/practice-source.ts'
import type { ReplyTarget } from './publish.ts'
import type { Source } from './source.ts'

/** What an adapter is given to work with. A source that needs the outside throws where `http` is missing. */
export type SourceDeps = JetstreamDeps &
  FileDeps &
  PracticeDeps &
  PollDeps & {
    http?: Http
    /** Credentials by the names of `Adapter.secrets`. */
    secrets?: Readonly<Record<string, string>>
    budgets?: Budgets
    /** Where "later" is kept; forgotten with the source where none is given. */
    pauses?: Pauses
    /** What the programme calls its products: searched for where a platform is read back by search. */
    names?: readonly string[]
    /** Of posts a platform shows again, by id, those that are held: with these words, or with others. */
    held?: (
      posts: readonly Pick<Post, 'externalId' | 'text'>[],
    ) => Promise<ReadonlyMap<string, 'same' | 'other'>>
    /** What came with the latest version held of these posts, by id. */
    payloads?: (externalIds: readonly string[]) => Promise<ReadonlyMap<string, string>>
  }

/** A credential a source reads with. `optional` where the platform can be read without, if less well. */
export type SecretAsked = { label: string; optional?: boolean }

/** All that Hark knows of one platform. */
export type Adapter = {
  platform: Platform
  policy: PolicyManifest
  /** The configuration of a source as it is stored: addresses, names, paces; never a secret. */
  config: z.ZodType
  /** Credentials to read with, by name; kept sealed, apart from the configuration. */
  secrets?: Record<string, SecretAsked>
  /** A source from its stored configuration; `input.invalid` where that is not one. Makes no request. */
  open(config: unknown, deps?: SourceDeps): Source
  /** How a target that a person types becomes a configuration: for `hark source try` and `source add`. */
  target?: { says: string; config(text: string): unknown }
  /** What may be asked of the platform in a time, by the names `deps.budgets.take` is called with. */
  allowances?(config: unknown): Record<string, Allowance>
  /**
   * Whom the platform counts where this source asks: a key, an app, or the instance that sees this deployment's address. Sources of
   * the same share their budgets and pauses. Unless given, all sources of the platform are one. Kept as a salted hash only.
   */
  countedAs?(config: unknown, secrets: Readonly<Record<string, string>>): string
  /** One sentence on money, where reading costs some. */
  cost?(config: unknown): string
  hook?: Hook
  /** Whether this configuration asks for nothing: then what is not pushed is not heard. */
  pushedOnly?(config: unknown): boolean
  /** How an account that replies there is written: its stable name. None where nothing is written there by API. */
  account?: RegExp
  /**
   * What a reply of `account` to a stored post refers to; null where it cannot be sent by API: then it is copied, and sent by hand.
   * `config` is that of the source that read the post.
   */
  replyTarget(
    post: Pick<Post, 'externalId' | 'rootId' | 'raw'>,
    account?: string | null,
    config?: unknown,
  ): ReplyTarget | null
  /**
   * `@name` a reply of `account` begins with, so that the author is told; none where the platform tells them of any reply. Null where it
   * is not known.
   */
  mention?(post: Pick<Post, 'raw'>, account: string | null, config?: unknown): string | null
  /** Where a person answers by hand what cannot be answered by API ("copy and open"); the post's own address unless given. */
  byHand?(post: Pick<Post, 'externalId' | 'raw'>): string
}

/** A stored configuration as its adapter understands it; `input.invalid` names each field that is not. */
export function parseConfig<T extends z.ZodType>(schema: T, config: unknown): z.infer<T> {
  const parsed = schema.safeParse(config ?? {})
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new DomainError('input.invalid', 'The configuration of this source is not valid.', { fields })
}

/** Encrypted, or on this machine: what is listened for must not be readable, or changed, on the way. */
export function serverAddress(scheme: 'https' | 'wss') {
  const plain = scheme === 'https' ? 'http:' : 'ws:'
  return z.string().refine((text) => {
    const url = URL.parse(text)
    if (url === null || url.username !== '' || url.password !== '') return false
    const here = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
    return url.protocol === `${scheme}:` || (url.protocol === plain && here)
  }, `needs a ${scheme}:// address without credentials (${plain}// on this machine only)`)
}

/** The outside, which every networked adapter needs. */
export function httpOf(deps: SourceDeps): Http {
  if (!deps.http) throw new Error('this source reads from the network and was given no way there')
  return deps.http
}

/** A credential by name; `input.invalid` says which is missing. */
export function secretOf(deps: SourceDeps, name: string): string {
  const secret = deps.secrets?.[name]
  if (!secret)
    throw new DomainError('input.invalid', `This source needs its credential "${name}".`, { secret: name })
  return secret
}
