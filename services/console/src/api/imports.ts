import { type ImportMapping, type OpenImport, PIECE_BYTES, routes } from '@hark/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'

const WHILE_READ_MS = 1_000

export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal }) => call(routes.imports.list, {}, signal),
})
/** Asked again and again while it is being read. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => call(routes.imports.one, { params: { id } }, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'wanted' ? WHILE_READ_MS : false),
  })
export const profilesQuery = queryOptions({
  queryKey: ['import-profiles'],
  queryFn: ({ signal }) => call(routes.imports.profiles, {}, signal),
})

export const previewOf = (id: string, mapping: ImportMapping | null) =>
  call(routes.imports.preview, { params: { id }, body: { mapping } })

export const dropImport = (id: string) => call(routes.imports.drop, { params: { id } })

/** Brings a file piece by piece: no request is large, and how far it is can be shown. A file that does not come whole is discarded. */
export async function bringFile(
  file: File,
  programmeId: string,
  onShare: (share: number) => void,
): Promise<OpenImport> {
  const body = { programmeId, fileName: file.name, bytes: file.size }
  const announced = await call(routes.imports.announce, { body })
  const params = { id: announced.id }
  try {
    for (let at = 0; at < file.size; at += PIECE_BYTES) {
      const piece = await base64(file.slice(at, at + PIECE_BYTES))
      const { received } = await call(routes.imports.piece, { params, body: { at, piece } })
      onShare(received / file.size)
    }
  } catch (error) {
    await dropImport(announced.id).catch(() => {}) // else it is let go of by itself
    throw error
  }
  return { ...announced, received: file.size }
}

const base64 = (part: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '')
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(part)
  })
