import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errnoCode, Failure } from '../../contract/failures'
import { onDisk } from './disk'

/**
 * Runs `work` as the only setup in this folder, among all processes of this machine.
 * @throws Failure SETUP_RUNNING while another one is at work
 */
export async function alone<T>(home: string, work: () => Promise<T>): Promise<T> {
  const lock = join(home, 'setup.lock')
  while (!(await take(lock))) {
    const owner = await ownerOf(lock)
    if (owner !== null && isAlive(owner)) {
      throw new Failure('SETUP_RUNNING', 'Another setup of TensorFlow is running.', {
        advice: 'Let it finish, or cancel it where it was started.',
        path: home,
      })
    }
    // Its process ended without taking it away.
    await rm(lock, { force: true })
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

function take(lock: string): Promise<boolean> {
  return onDisk(lock, async () => {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx' })
      return true
    } catch (error) {
      if (errnoCode(error) === 'EEXIST') return false
      throw error
    }
  })
}

/** null for a lock that is gone, or that was cut off while it was written. */
async function ownerOf(lock: string): Promise<number | null> {
  const text = await readFile(lock, 'utf8').catch(() => '')
  const pid = Number(text)
  return Number.isInteger(pid) && pid > 0 ? pid : null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of somebody else is alive all the same.
    return errnoCode(error) === 'EPERM'
  }
}
