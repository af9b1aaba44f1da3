import { z } from 'zod'
import { ImportMapping, ImportPreview, ImportView, OpenImport } from './import.ts'
import { ById, Id, Receipt, route } from './route.ts'

/** What fits into one request as base64. */
export const PIECE_BYTES = 600 * 1024

const Piece = z
  .string()
  .min(4)
  .max((PIECE_BYTES / 3) * 4)
  .regex(/^[A-Za-z0-9+/]+={0,2}$/)
const FileName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^/\\\p{Cc}]+$/u, 'the name of a file, without its folder')
const Mapping = ImportMapping.nullable().default(null)
const ProfileName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens')

export const importRoutes = {
  list: route({
    method: 'GET',
    path: '/api/imports',
    summary: 'Files brought here, the latest first',
    needs: 'sources.read',
    ok: z.object({ items: z.array(ImportView) }),
  }),
  announce: route({
    method: 'POST',
    path: '/api/imports',
    summary: 'Announce a file for a programme; its content follows in pieces',
    needs: 'sources.change',
    body: z.object({ programmeId: Id, fileName: FileName, bytes: z.int().min(1) }),
    ok: OpenImport,
  }),
  piece: route({
    method: 'PUT',
    path: '/api/imports/:id/content',
    summary: 'A piece of the file, as base64, at its place; the same piece again changes nothing',
    needs: 'sources.change',
    params: ById,
    body: z.object({ at: z.int().min(0), piece: Piece }),
    ok: z.object({ received: z.int() }),
  }),
  preview: route({
    method: 'POST',
    path: '/api/imports/:id/preview',
    summary: 'What an import would make of the file: columns, first posts, rejected lines; stores nothing',
    needs: 'sources.change',
    params: ById,
    body: z.object({ mapping: Mapping }),
    ok: ImportPreview,
  }),
  start: route({
    method: 'POST',
    path: '/api/imports/:id/start',
    summary: 'Import the file: its terms are accepted by name',
    needs: 'sources.change',
    params: ById,
    body: z.object({ mapping: Mapping, acknowledge: z.string().trim().max(200).nullable().default(null) }),
    ok: z.object({ import: OpenImport, receipt: Receipt.nullable() }),
  }),
  one: route({
    method: 'GET',
    path: '/api/imports/:id',
    summary: 'How far an import is, and what became of its lines',
    needs: 'sources.read',
    params: ById,
    ok: OpenImport,
  }),
  rejected: route({
    method: 'GET',
    path: '/api/imports/:id/rejected',
    summary: 'Lines an import could not take, with the reason (CSV)',
    needs: 'sources.read',
    params: ById,
    ok: z.any(),
  }),
  drop: route({
    method: 'DELETE',
    path: '/api/imports/:id',
    summary: 'Discard a file, or stop its import; what is stored stays',
    needs: 'sources.change',
    params: ById,
    ok: OpenImport,
  }),
  profiles: route({
    method: 'GET',
    path: '/api/import-profiles',
    summary: 'Mappings saved under a name',
    needs: 'sources.read',
    ok: z.object({ items: z.array(z.object({ name: z.string(), mapping: ImportMapping })) }),
  }),
  saveProfile: route({
    method: 'PUT',
    path: '/api/import-profiles/:name',
    summary: 'Save a mapping under a name, in place of the one before',
    needs: 'sources.change',
    params: z.object({ name: ProfileName }),
    body: z.object({ mapping: ImportMapping }),
    ok: z.object({ name: z.string() }),
  }),
}
