import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

/** AES-256-GCM over a purpose-bound key: nonce (12) ‖ tag (16) ‖ ciphertext. Opening under another purpose fails. */
export function sealer(
  key: Buffer,
  purpose: string,
): { seal: (plain: string) => Buffer; open: (sealed: Buffer) => string } {
  const derived = createSecretKey(createHmac('sha256', key).update(`hark-seal-v1:${purpose}`).digest())
  return {
    seal: (plain) => {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', derived, nonce)
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body])
    },
    open: (sealed) => {
      const decipher = createDecipheriv('aes-256-gcm', derived, sealed.subarray(0, 12))
      decipher.setAuthTag(sealed.subarray(12, 28))
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}

/** Keyed hash of a platform's author id: joins one author's posts without knowing who it is (a plain hash could be guessed). */
export function pseudonymOf(key: Buffer, platform: string, authorId: string): Buffer {
  return createHmac('sha256', preparedKey(key)).update(`hark-author-v1\0${platform}\0${authorId}`).digest()
}

/** Preparing a key costs more than hashing a handle with it, and every post has an author. */
function preparedKey(key: Buffer): KeyObject {
  const prepared = preparedKeys.get(key) ?? createSecretKey(key)
  preparedKeys.set(key, prepared)
  return prepared
}
const preparedKeys = new WeakMap<Buffer, KeyObject>()
