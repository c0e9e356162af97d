import { describe, expect, it } from 'vitest'
import { Failure } from '../contract/failures'
import { fallBack } from './fall-back'
import type { LookedAt, Looker } from './looker'

/** A looker that sees the ids of its pictures until it breaks, and tells what it did. */
function looker(name: string, breaksAfter = Infinity, error: Error = new Error('device lost')) {
  const done: string[] = []
  const made: Looker = {
    batch: 2,
    underWay: 2,
    look: (images) => {
      if (done.length >= breaksAfter) return Promise.reject(error)
      done.push(name)
      return Promise.resolve(images.map(({ id }): LookedAt => ({ id, rows: [] })))
    },
    close: () => {
      done.push(`${name} closed`)
      return Promise.resolve()
    },
  }
  return { made, done }
}

const kept = { maps: [], cells: false }
const images = [{ id: 7, path: '7.png', views: [] }]

describe('a looker with another one behind it', () => {
  it('goes on with the other one where the first one breaks, and says why once', async () => {
    const [card, processor] = [looker('card', 1), looker('processor')]
    const told: string[] = []
    let opened = 0
    const both = fallBack(
      card.made,
      () => {
        opened++
        return processor.made
      },
      (why) => told.push(why.message),
    )
    for (let turn = 0; turn < 4; turn++)
      expect(await both.look(images, kept)).toEqual([{ id: 7, rows: [] }])
    await both.close()
    expect(card.done).toEqual(['card', 'card closed'])
    expect(processor.done).toEqual(['processor', 'processor', 'processor', 'processor closed'])
    expect([told, opened]).toEqual([['device lost'], 1])
  })

  it('never opens the other one where the first one works, or where the work is called off', async () => {
    const over = looker('card', 1, new Failure('CANCELLED', 'The program is closing.'))
    const both = fallBack(
      over.made,
      () => Promise.reject(new Error('opened')),
      () => {
        throw new Error('told')
      },
    )
    await both.look(images, kept)
    await expect(both.look(images, kept)).rejects.toMatchObject({ code: 'CANCELLED' })
    await both.close()
    expect(over.done).toEqual(['card', 'card closed'])
  })

  it('fails as the other one fails', async () => {
    const both = fallBack(
      looker('card', 0).made,
      () => looker('processor', 0, new Failure('MODEL_INVALID', 'No network.')).made,
      () => undefined,
    )
    await expect(both.look(images, kept)).rejects.toMatchObject({ code: 'MODEL_INVALID' })
  })
})
