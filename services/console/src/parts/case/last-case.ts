const KEY = 'hark.last-case'

/** The case this tab had open last, for `g c`. */
export const lastCase = (): string | null => sessionStorage.getItem(KEY)
export const keepLastCase = (id: string): void => sessionStorage.setItem(KEY, id)
