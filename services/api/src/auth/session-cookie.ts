import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiConfig } from '../config.ts'

const isSecure = (config: ApiConfig): boolean => config.HARK_PUBLIC_URL.startsWith('https:')

/** Over https the name itself binds the cookie to this host: no neighbouring domain can set it (fixation). */
const nameOf = (config: ApiConfig): string => (isSecure(config) ? '__Host-hark_session' : 'hark_session')

export const readToken = (req: FastifyRequest, config: ApiConfig): string | undefined =>
  req.cookies[nameOf(config)]

const attributes = (config: ApiConfig) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(config) }) as const

export function setToken(reply: FastifyReply, token: string, hours: number, config: ApiConfig): void {
  reply.setCookie(nameOf(config), token, { ...attributes(config), maxAge: hours * 3600 })
}

export function clearToken(reply: FastifyReply, config: ApiConfig): void {
  reply.clearCookie(nameOf(config), attributes(config))
}
