import type { IncomingMessage } from 'node:http'
import { pipeline, Transform, type TransformCallback } from 'node:stream'
import zlib from 'node:zlib'
import { FetchError } from './fetch-error.ts'

const decoders: Record<string, (() => Transform) | undefined> = {
  gzip: () =>
    zlib.createGunzip({ flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH }),
  deflate: () => zlib.createInflate(),
  br: () => zlib.createBrotliDecompress(),
  zstd: () => zlib.createZstdDecompress(),
}
export const acceptedEncodings = 'gzip, deflate, br, zstd'

/** Bytes may grow this much in decompression once they are more than `bombFloor`; text never does. */
const bombRatio = 100
const bombFloor = 1 << 20

/** The body as sent, decompressed; ends with an error at more than `maxBytes` before or after decompression. */
export function decoded(response: IncomingMessage, maxBytes: number): NodeJS.ReadableStream {
  const named = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  const counts = { wire: 0 }
  const wire = counting((n) => {
    counts.wire += n
    return counts.wire > maxBytes ? 'fetch.too_large' : null
  })
  let plain = 0
  const out = counting((n) => {
    plain += n
    if (plain > bombFloor && plain > counts.wire * bombRatio) return 'fetch.bomb'
    return plain > maxBytes ? 'fetch.too_large' : null
  })
  const encoding = named === 'x-gzip' ? 'gzip' : named
  if (encoding === 'identity' || encoding === '') return joined([response, wire])
  const decoder = decoders[encoding]?.()
  // Also refuses nested encodings ("gzip, gzip"): nobody needs them but those who build bombs.
  if (!decoder) throw new FetchError('fetch.encoding_refused')
  return joined([response, wire, decoder, out])
}

function counting(refuse: (bytes: number) => 'fetch.too_large' | 'fetch.bomb' | null): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      const code = refuse(chunk.length)
      if (code) done(new FetchError(code))
      else done(null, chunk)
    },
  })
}

/** The last stream, read by the caller; an error anywhere ends all of them with it. */
function joined(streams: (IncomingMessage | Transform)[]): NodeJS.ReadableStream {
  return pipeline(streams as [IncomingMessage, Transform], () => undefined) as unknown as Transform
}
