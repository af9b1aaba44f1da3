import { DatabaseSync } from 'node:sqlite'

/** The part of better-sqlite3's interface that Kysely and the server use, on the SQLite that Node brings. */
export default class Database {
  #db

  constructor(location, { timeout = 0 } = {}) {
    this.#db = new DatabaseSync(location, { timeout })
  }

  prepare(sql) {
    const statement = named(() => this.#db.prepare(sql))
    return {
      reader: statement.columns().length > 0,
      all: (values) => named(() => statement.all(...values.map(bindable)).map(readable)),
      run: (values) => named(() => statement.run(...values.map(bindable))),
      *iterate(values) {
        for (const row of named(() => statement.iterate(...values.map(bindable)))) yield readable(row)
      },
    }
  }

  pragma(text) {
    return this.prepare(`PRAGMA ${text}`).all([])
  }

  close() {
    this.#db.close()
  }
}

const bindable = (value) => (value === undefined ? null : value)

/** Bytes come as Buffer, as better-sqlite3 gives them. */
function readable(row) {
  for (const [column, value] of Object.entries(row))
    if (value instanceof Uint8Array) row[column] = Buffer.from(value)
  return row
}

/** SQLite's result codes by the names the server looks for (https://www.sqlite.org/rescode.html). */
const names = {
  5: 'SQLITE_BUSY',
  261: 'SQLITE_BUSY_RECOVERY',
  517: 'SQLITE_BUSY_SNAPSHOT',
  773: 'SQLITE_BUSY_TIMEOUT',
  1555: 'SQLITE_CONSTRAINT_PRIMARYKEY',
  2067: 'SQLITE_CONSTRAINT_UNIQUE',
}

function named(act) {
  try {
    return act()
  } catch (error) {
    error.code = names[error.errcode] ?? error.code
    throw error
  }
}
