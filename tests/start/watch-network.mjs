// Put before every program of a tree under test: whatever is asked of a host that is not this machine is written down and refused.
import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

const seen = new URL('./network-watched.log', import.meta.url)
const write = (line) => appendFileSync(seen, `${line}\n`)
const isHere = (host) =>
  !host || /^(localhost|127(\.\d+){3}|::1|0\.0\.0\.0|::)$/.test(host) || host.startsWith('/')

function refuseElsewhere(what, host) {
  if (isHere(host)) return
  write(`reached ${what} ${host} from ${process.argv[1] ?? 'eval'}`)
  throw Object.assign(new Error(`no network in this test: ${what} ${host}`), { code: 'ENETUNREACH' })
}

const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args
  const host = typeof first === 'object' ? (first.path ?? first.host) : typeof second === 'string' && second
  refuseElsewhere('connect', host)
  return connect.apply(this, args)
}
const send = dgram.Socket.prototype.send
dgram.Socket.prototype.send = function (...args) {
  refuseElsewhere(
    'send',
    args.findLast((value) => typeof value === 'string' && value !== args[0]),
  )
  return send.apply(this, args)
}
for (const [of, names] of [
  [dns, Object.keys(dns)],
  [dns.promises, Object.keys(dns.promises)],
]) {
  for (const name of names.filter(
    (name) => /^(lookup|resolve|reverse)/.test(name) && name !== 'lookupService',
  )) {
    const ask = of[name]
    of[name] = (host, ...rest) => {
      refuseElsewhere(name, host)
      return ask.call(of, host, ...rest)
    }
  }
}
syncBuiltinESMExports()
write(`watching ${process.argv[1] ?? 'eval'}`)
