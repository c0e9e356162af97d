import { describe, expect, it } from 'vitest'
import { SerialQueue } from './serial-queue'

describe('the queue of decisions', () => {
  it('runs one at a time, in order, also past a failure', async () => {
    const queue = new SerialQueue()
    const log: string[] = []
    let running = 0
    const task =
      (name: string, fails = false) =>
      async () => {
        running += 1
        log.push(`${name}:${running}`)
        await Promise.resolve()
        running -= 1
        if (fails) throw new Error(name)
      }
    const first = queue.add(task('a'))
    const second = queue.add(task('b', true))
    const third = queue.add(task('c'))
    expect(queue.size).toBe(3)
    await expect(second).rejects.toThrow('b')
    await Promise.all([first, third])
    expect(log).toEqual(['a:1', 'b:1', 'c:1'])
    expect(queue.size).toBe(0)
  })
})
