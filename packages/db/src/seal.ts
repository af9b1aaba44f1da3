import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
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

/** DER around the 32 bytes of an X25519 key (RFC 8410). */
const pkcs8 = Buffer.from('302e020100300506032b656e04220420', 'hex')
const spki = Buffer.from('302a300506032b656e032100', 'hex')
const rawPublic = (key: KeyObject): Buffer =>
  key.export({ format: 'der', type: 'spki' }).subarray(spki.length)
const publicFrom = (raw: Buffer): KeyObject =>
  createPublicKey({ key: Buffer.concat([spki, raw]), format: 'der', type: 'spki' })

/**
 * A letter box: whoever knows its public key can put something in, and only the holder of `key` takes it out. So the api takes a
 * reading credential from a person and cannot read it back.
 */
export function letterBox(
  key: Buffer,
  purpose: string,
): { publicKey: string; open: (sealed: Buffer) => string } {
  const seed = createHmac('sha256', key).update(`hark-box-v1:${purpose}`).digest()
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' })
  const own = rawPublic(createPublicKey(privateKey))
  return {
    publicKey: own.toString('hex'),
    open: (sealed) => {
      const ephemeral = sealed.subarray(0, 32)
      const shared = diffieHellman({ privateKey, publicKey: publicFrom(ephemeral) })
      return sealer(boxKey(shared, ephemeral, own), 'box').open(sealed.subarray(32))
    },
  }
}

/** Seals for the box of this public key: ephemeral X25519 key (32) ‖ what `sealer` makes. */
export function sealTo(publicKey: string): (plain: string) => Buffer {
  const recipient = Buffer.from(publicKey, 'hex')
  return (plain) => {
    const ephemeral = generateKeyPairSync('x25519')
    const raw = rawPublic(ephemeral.publicKey)
    const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: publicFrom(recipient) })
    return Buffer.concat([raw, sealer(boxKey(shared, raw, recipient), 'box').seal(plain)])
  }
}

const boxKey = (shared: Buffer, ephemeral: Buffer, recipient: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', shared, Buffer.concat([ephemeral, recipient]), 'hark-box-v1', 32))

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
