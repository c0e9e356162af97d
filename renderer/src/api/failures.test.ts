import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { failureText, toShown } from './failures'
import { HostLost } from './link'

test('a failure of the core keeps its words', () => {
  const data = { code: 'DISK_FULL', message: 'Full.', advice: 'Free space.', path: '/a' }
  expect(toShown(new ORPCError('FAILURE', { data, defined: true }))).toEqual(data)
})

test('whoever gave up hears nothing: the signal decides, not the error', () => {
  const gaveUp = new AbortController()
  gaveUp.abort()
  const error = new DOMException('aborted', 'AbortError')
  expect(toShown(error, gaveUp.signal)).toBeNull()
  expect(toShown(error, new AbortController().signal)?.code).toBe('HOST_LOST')
})

test('a lost host and an unknown error are told apart', () => {
  expect(toShown(new HostLost('closed'))?.code).toBe('HOST_LOST')
  expect(toShown(new Error('odd'))).toMatchObject({ code: 'INTERNAL', message: 'odd' })
})

test('the text to copy leaves out what is empty', () => {
  const shown = { code: 'NOT_FOUND', message: 'Gone.', advice: '', path: null } as const
  expect(failureText(shown)).toBe('Gone.\n(NOT_FOUND)')
})
