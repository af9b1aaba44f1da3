const KEY = 'hark.tab'
let known: Promise<string> | null = null

/** This tab's id. A duplicated tab copies the session store, so the id is also held by a lock and minted anew if taken. */
export function tabId(): Promise<string> {
  known ??= own(sessionStorage.getItem(KEY) ?? crypto.randomUUID())
  return known
}

function own(id: string): Promise<string> {
  sessionStorage.setItem(KEY, id)
  if (!navigator.locks) return Promise.resolve(id)
  return new Promise((resolve) => {
    void navigator.locks.request(`hark.tab.${id}`, { ifAvailable: true }, (lock) => {
      if (!lock) return void resolve(own(crypto.randomUUID()))
      resolve(id)
      return new Promise(() => undefined)
    })
  })
}
