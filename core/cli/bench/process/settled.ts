import { setTimeout } from 'node:timers/promises'
import type { ProjectId } from '../../../contract/ids'
import type { ProjectInfo } from '../../../contract/projects'
import { connectTo, type WindowClient } from './connect'
import { startHostProcess } from './host-process'

const patience = 900_000

/** Waits until the folder was read and the instant model can suggest; what runs on then is ordinary. */
export async function settled(client: WindowClient, project: ProjectId): Promise<void> {
  const end = Date.now() + patience
  while (Date.now() < end) {
    const { scanning, features, images } = await client.projects.summary({ project })
    const { using } = await client.review.overview({ project, source: 'auto' })
    if (!scanning && features >= images && using !== null) return
    await setTimeout(200)
  }
}

/** Works on the projects of a user by a host of its own, which ends before anybody measures. */
export async function asUser(
  data: string,
  work: (client: WindowClient) => Promise<ProjectInfo>,
): Promise<ProjectInfo> {
  const host = await startHostProcess(data)
  const { client, close } = await connectTo(host.address)
  try {
    const info = await work(client)
    await settled(client, info.id)
    return info
  } finally {
    close()
    await host.stop()
  }
}
