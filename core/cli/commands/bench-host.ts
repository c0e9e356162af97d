import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Command } from 'commander'
import type { ProjectId } from '../../contract/ids'
import { machineName, measureOf } from '../bench/measure'
import { subcommand } from '../command'
import { follow, type HostSession, withHost } from '../host-session'
import type { Output } from '../output'

/** Pause between two questions, as a busy window would ask them. */
const EVERY_MS = 20

/** How quickly the host answers while its workers are busy. */
export function addBenchHost(bench: Command, output: Output): void {
  subcommand(
    bench,
    'host <directory>',
    'how quickly the host answers while it computes and trains',
  ).action(async (directory: string) => {
    await withHost(async (session) => {
      const { client, host } = session
      const { id: project } = await client.projects.open({ directory: resolve(directory) })
      const features = host.services.projects.get(project).computeFeatures()
      const measures = [
        await measure(session, project, 'answer while features are computed', features),
      ]
      const { job } = await client.training.start({ project, choice: { epochs: 60 } })
      measures.push(await measure(session, project, 'answer while training', job))
      for (const one of measures) {
        output.line(
          { kind: 'measure', ...one },
          `${one.name}: median ${one.median.toFixed(1)} ms, p95 ${one.p95.toFixed(1)} ms, n ${one.n}`,
        )
      }
      const machine = machineName()
      output.summary({ measures, ratios: {}, machine }, machine)
    })
  })
}

async function measure(
  session: HostSession,
  project: ProjectId,
  name: string,
  job: Parameters<typeof follow>[1],
) {
  const times: number[] = []
  const ended = { yes: false }
  const end = follow(session, job, () => undefined).finally(() => (ended.yes = true))
  while (!ended.yes) {
    // The wait is part of the time: a blocked thread answers late because it hears late.
    const due = performance.now() + EVERY_MS
    await setTimeout(EVERY_MS)
    await session.client.projects.summary({ project })
    await session.client.images.page({
      project,
      order: 'folder',
      status: null,
      offset: 0,
      limit: 100,
    })
    times.push(performance.now() - due)
  }
  await end
  return measureOf(name, times)
}
