import { decodeXML } from 'entities'
import { Parser } from 'htmlparser2'
import type { Archive } from './archive.ts'

export type Handler = {
  open?: (name: string, attributes: Record<string, string>) => void
  close?: (name: string) => void
  text?: (text: string) => void
}

/** Reads a part as XML, a chunk at a time; entities it declares stay as they are written. Names without their prefixes. */
export async function* readPart(archive: Archive, name: string, handler: Handler): AsyncGenerator<void> {
  const local = (tag: string) => tag.slice(tag.indexOf(':') + 1)
  const parser = new Parser(
    {
      onopentag: (tag, attributes) => handler.open?.(local(tag), attributes),
      onclosetag: (tag) => handler.close?.(local(tag)),
      ontext: (text) => handler.text?.(text),
    },
    { xmlMode: true, decodeEntities: true },
  )
  for await (const chunk of archive.part(name)) {
    parser.write(chunk)
    yield
  }
  parser.end()
}

export async function readWhole(archive: Archive, name: string, handler: Handler): Promise<void> {
  for await (const _ of readPart(archive, name, handler));
}

/** `_x000D_`: how a spreadsheet writes what XML cannot hold. */
export const unescaped = (text: string) =>
  text.includes('_x')
    ? text.replace(/_x([\dA-F]{4})_/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    : text

export const attribute = (text: string | undefined) => decodeXML(text ?? '')
