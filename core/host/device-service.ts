import { EventPublisher } from '@orpc/server'
import {
  type DeviceChoice,
  type DeviceId,
  type DeviceInfo,
  type DeviceKind,
  deviceKind,
} from '../contract/compute-devices'
import { Failure } from '../contract/failures'
import { readDeviceChecks, writeDeviceChecks } from '../store/device-checks'
import { describeDevice, deviceOf } from '../tensor/devices/catalogue'
import type { Checked } from '../tensor/devices/check'
import { checkInProcess } from './devices/check-in-process'
import { machineKey } from './devices/machine-key'
import { warn } from './warn'

interface Tools {
  readonly workers: URL
  readonly dataDirectory: string
  /** What the person has fixed for this machine. */
  readonly setting: () => Promise<DeviceChoice>
}

/** What was found while the machine was as `key` says. */
interface Findings {
  readonly key: string
  readonly known: Map<DeviceId, Checked>
  readonly asked: Map<DeviceId, Promise<Checked>>
}

/** The devices of this machine: tested one after the other in processes of their own, and remembered. */
export class DeviceService {
  readonly #tools: Tools
  readonly #stop = new AbortController()
  readonly #publisher = new EventPublisher<{ changed: null }>()
  #findings: Findings = { key: '', known: new Map(), asked: new Map() }
  #refreshing: Promise<Findings> | null = null
  /** The last test that was asked for; the next begins after it. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(tools: Tools) {
    this.#tools = tools
  }

  /** Every device, tested. */
  async list(): Promise<DeviceInfo[]> {
    const findings = await this.#refresh()
    await this.#checkAll(findings)
    return this.#infos(findings)
  }

  /** Every device as far as it is known now, then again whenever more is. */
  async *watch(signal?: AbortSignal): AsyncGenerator<DeviceInfo[]> {
    const changes = this.#publisher.subscribe('changed', { ...(signal && { signal }) })
    // Whoever opened the list may have installed a driver since the last time.
    const findings = await this.#refresh()
    void this.#checkAll(findings)
    yield await this.#infos(findings)
    for (;;) {
      if ((await changes.next()).done) return
      yield await this.#infos(this.#findings)
    }
  }

  /** Forgets what was found, and tests again. */
  async checkAgain(): Promise<void> {
    const { key } = await this.#refresh()
    this.#findings = { key, known: new Map(), asked: new Map() }
    this.changed()
    void this.#checkAll(this.#findings)
  }

  /** Something was installed or taken away: what depends on it is tested again. */
  async lookAgain(): Promise<void> {
    const before = this.#findings
    const now = await this.#refresh()
    if (now === before) return
    this.changed()
    void this.#checkAll(now)
  }

  /** Tells those who watch that the setting, or what is installed, is another. */
  changed(): void {
    this.#publisher.publish('changed', null)
  }

  /**
   * The device for a training: the one that is wanted, else the one of the settings, else the fastest that
   * passes its test. Throws DEVICE_UNUSABLE.
   */
  async use(wanted: DeviceChoice): Promise<DeviceInfo> {
    const choice = wanted === 'auto' ? await this.#tools.setting() : wanted
    // What runs in the sandbox of JavaScript needs no test beforehand: it can harm nothing.
    if (choice === 'wasm' || choice === 'cpu') return infoOf(choice, sandboxed)
    const findings = await this.#refresh()
    if (choice !== 'auto') {
      const checked = await this.#check(findings, choice)
      if (checked.usable) return infoOf(choice, checked)
      throw await this.#unusable(choice, checked)
    }
    for await (const [id, checked] of this.#tested(findings)) {
      if (checked.usable && !checked.software) return infoOf(id, checked)
    }
    throw new Failure('DEVICE_UNUSABLE', 'No device of this machine passed its self-test.', {
      advice: 'See Settings > Devices for each of them.',
    })
  }

  /** The best other device, for what one could not finish. */
  async next(after: DeviceId): Promise<DeviceInfo | null> {
    const usable = (await this.list()).filter((one) => one.usable && one.id !== after)
    return usable.find((one) => !one.software) ?? usable[0] ?? null
  }

  /** Ends a test that is under way. */
  stop(): void {
    this.#stop.abort()
  }

  async #unusable(id: DeviceId, { reason, advice }: Checked): Promise<Failure> {
    const { title } = describeDevice(id)
    const other = await this.next(id)
    const instead = other ? ` ${other.title} is usable meanwhile.` : ''
    return new Failure('DEVICE_UNUSABLE', `${title} cannot be used: ${reason}`, {
      advice: `${advice}${instead}`,
    })
  }

  /** The findings of the machine as it is now: a new driver or library asks for new tests. */
  #refresh(): Promise<Findings> {
    this.#refreshing ??= this.#readFindings().finally(() => {
      this.#refreshing = null
    })
    return this.#refreshing
  }

  async #readFindings(): Promise<Findings> {
    const { dataDirectory } = this.#tools
    const key = await machineKey(dataDirectory)
    if (key === this.#findings.key) return this.#findings
    const kept = await readDeviceChecks(dataDirectory, key)
    const known = new Map(kept.map(({ id, ...checked }) => [id, checked]))
    return (this.#findings = { key, known, asked: new Map() })
  }

  async #checkAll(findings: Findings): Promise<void> {
    const tested = this.#tested(findings)
    while (!(await tested.next()).done);
  }

  /** Fastest kind first; each is tested when it is asked for. */
  async *#tested(findings: Findings): AsyncGenerator<[DeviceId, Checked]> {
    for (const kind of deviceKind.options) {
      const checked = await this.#check(findings, kind)
      yield [kind, checked]
      for (const id of furtherOf(kind, checked.count)) yield [id, await this.#check(findings, id)]
    }
  }

  #check(findings: Findings, id: DeviceId): Promise<Checked> {
    const { known, asked } = findings
    const before = known.get(id)
    if (before) return Promise.resolve(before)
    const running = asked.get(id) ?? this.#test(findings, id)
    asked.set(id, running)
    return running
  }

  async #test(findings: Findings, id: DeviceId): Promise<Checked> {
    const { key, known } = findings
    const { workers, dataDirectory } = this.#tools
    const env = { SINGLET_DATA_DIR: dataDirectory }
    const signal = this.#stop.signal
    const test = this.#last.then(() => checkInProcess(id, { workers, env }, signal))
    this.#last = test
    const checked = await test
    known.set(id, checked)
    // Of a machine that has changed since nothing is kept.
    if (signal.aborted || findings !== this.#findings) return checked
    this.changed()
    const checks = [...known].map(([one, found]) => ({ id: one, ...found }))
    await writeDeviceChecks(dataDirectory, { key, checks }).catch(warn)
    return checked
  }

  async #infos({ known }: Findings): Promise<DeviceInfo[]> {
    const ids = deviceKind.options.flatMap((kind) => [
      kind,
      ...furtherOf(kind, known.get(kind)?.count ?? 1),
    ])
    const devices = ids.map((id) => infoOf(id, known.get(id)))
    const chosen = choose(devices, await this.#tools.setting())
    return devices.map((device) => ({ ...device, chosen: device === chosen }))
  }
}

/** The one that a training takes; null as long as a better one may still turn out to be usable. */
function choose(devices: readonly DeviceInfo[], setting: DeviceChoice): DeviceInfo | null {
  if (setting !== 'auto') return devices.find(({ id, usable }) => id === setting && usable) ?? null
  const first = devices.find(({ checking, usable, software }) => checking || (usable && !software))
  return first?.usable ? first : null
}

function furtherOf(kind: DeviceKind, count: number): DeviceId[] {
  if (kind !== 'tensorflow-gpu' && kind !== 'webgpu') return []
  return Array.from({ length: Math.max(0, count - 1) }, (_, i) => deviceOf(kind, i + 1))
}

const unknown: Checked = {
  ...{ usable: false, reason: '', advice: '', version: null },
  ...{ memory: null, software: false, trainsAll: false, count: 1 },
}

const sandboxed: Checked = { ...unknown, usable: true, trainsAll: true }

function infoOf(id: DeviceId, checked: Checked | undefined): DeviceInfo {
  const { title } = describeDevice(id)
  const { usable, reason, advice, version, memory, software, trainsAll } = checked ?? unknown
  const found = { usable, reason, advice, version, memory, software, trainsAll }
  return { id, title, checking: checked === undefined, chosen: false, ...found }
}
