import { type Db, passwordContext } from '@hark/db'
import { assertPassword } from '@hark/domain'
import { dictionary } from '@zxcvbn-ts/language-common'

/** Some fifty thousand passwords from public leaks, as zxcvbn ranks them. */
const common: ReadonlySet<string> = new Set(dictionary['passwords-common'])

/** Wherever a person sets a password: throws `people.password_blocked` for what is guessed first. */
export async function assertNewPassword(db: Db, personId: string, password: string): Promise<void> {
  assertPassword(password, { common, context: await passwordContext(db, personId) })
}
