import { EventPublisher } from '@orpc/server'
import type { Settings } from '../contract/app'
import type { UserStore } from '../store/user-store'

/** The settings, and every window that follows them. */
export class SettingsService {
  readonly #user: UserStore
  readonly #changed: () => void
  readonly #publisher = new EventPublisher<{ settings: Settings }>()

  /** `changed` is told of every change, after it is kept. */
  constructor(user: UserStore, changed: () => void) {
    this.#user = user
    this.#changed = changed
  }

  async change(wanted: Parameters<UserStore['changeSettings']>[0]): Promise<Settings> {
    const kept = await this.#user.changeSettings(wanted)
    this.#publisher.publish('settings', kept)
    this.#changed()
    return kept
  }

  /** The settings as they are, then after each change, whichever window made it. */
  async *watch(signal?: AbortSignal): AsyncGenerator<Settings> {
    const changes = this.#publisher.subscribe('settings', { ...(signal && { signal }) })
    yield await this.#user.settings()
    yield* changes
  }
}
