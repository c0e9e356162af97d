// Loaded into the host before everything else (`node --import`), its worker threads included: any
// attempt to reach another machine throws, and is written down in the file that OFFLINE_GUARD_LOG names.
import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import net from 'node:net'

const log = process.env['OFFLINE_GUARD_LOG']
const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/

/** @param {unknown} host */
function refuseOutside(host) {
  if (typeof host !== 'string' || loopback.test(host)) return
  if (log) appendFileSync(log, `${host}\n`)
  throw new Error(`Singlet tried to reach ${host}`)
}

/**
 * Checks what a function is called with before it is called.
 *
 * @param {object} owner
 * @param {string} name
 * @param {(args: unknown[]) => unknown} hostOf
 */
function guard(owner, name, hostOf) {
  /** @type {unknown} */
  const original = Reflect.get(owner, name)
  if (typeof original !== 'function') return
  const call = original
  /**
   * @this {unknown}
   * @param {unknown[]} args
   */
  function guarded(...args) {
    refuseOutside(hostOf(args))
    return Reflect.apply(call, this, args)
  }
  Reflect.set(owner, name, Object.assign(guarded, call))
}

/** Sockets are told where to go as (port, host), as options, or as an already normalised pair. */
guard(net.Socket.prototype, 'connect', ([first, second]) => {
  /** @type {unknown} */
  const target = Array.isArray(first) ? first[0] : first
  if (typeof target === 'object' && target !== null) return Reflect.get(target, 'host')
  return second
})
guard(dgram.Socket.prototype, 'send', (args) => args.findLast((arg) => typeof arg === 'string'))
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveAny']) {
  guard(dns, name, ([host]) => host)
  guard(dns.promises, name, ([host]) => host)
}
