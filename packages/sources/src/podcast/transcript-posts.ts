import type { Post } from '@hark/domain'
import { languageTag } from '../file/languages.ts'
import { storablePost } from '../storable-text.ts'
import { sentencesOf } from './sentences.ts'
import { pseudonymised } from './speakers.ts'
import type { Transcript } from './transcript.ts'
import { windowsOf } from './windows.ts'

/** The episode a transcript is of, as far as its posts need it. */
export type Episode = { id: string; postedAt: string | null; audio: string | null; link: string | null }

export type Published = {
  url: string
  lang: string | null
  /** '' for the first transcript of the episode, else what names this one. */
  revision: string
  receivedAt: string
}

/**
 * A transcript as posts, one a window, each answering the one before: where a medicine is named in one, the next is of interest too.
 * The address of each plays the sound from its first sentence; `raw` says where every sentence begins, in the text and in time.
 */
export function transcriptPosts(
  transcript: Transcript,
  episode: Episode,
  { url, lang, revision, receivedAt }: Published,
): Post[] {
  const windows = windowsOf(sentencesOf(pseudonymised(transcript.segments)))
  const idOf = (name: string) => `${episode.id}#${name}`
  return windows.map(({ name, start, text, marks }, n) =>
    storablePost({
      platform: 'podcast',
      externalId: idOf(name),
      revision,
      // Who spoke is not who published: voices are numbered, and nobody's handle.
      authorId: null,
      authorHandle: null,
      text,
      lang: languageTag(lang),
      url: addressAt(episode, start),
      postedAt: episode.postedAt,
      receivedAt,
      parentId: n === 0 ? episode.id : idOf(windows[n - 1]?.name as string),
      rootId: episode.id,
      quotedId: null,
      media: [],
      raw: JSON.stringify({
        episode: episode.id,
        transcript: url,
        audio: episode.audio,
        sentences: marks.map(({ at, start: s }) => [at, s]),
      }),
    }),
  )
}

/** A media fragment (W3C): players start there. */
function addressAt({ audio, link }: Episode, start: number | null): string | null {
  const address = audio ?? link
  if (address === null || start === null) return address
  return `${address.replace(/#.*$/, '')}#t=${Math.floor(start)}`
}
