import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClassId, ProjectId } from '../contract/ids'
import type { DecisionInput } from '../contract/labels'
import type { ProjectInfo } from '../contract/projects'
import { renderSvg } from '../inference/render-svg'
import type { Client } from './test-host'
import { untilFeatures } from './test-jobs'

/** What is drawn; picture number n shows the n-th of them, so that every test knows the truth. */
export const shapes = ['circle', 'square', 'stripes'] as const

/** Draws small pictures of coloured shapes: `00.jpg`, `01.jpg`, ... */
export async function drawPictures(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (let n = 0; n < count; n++) {
    const name = `${String(n).padStart(2, '0')}.jpg`
    await writeFile(join(folder, name), await renderSvg(svg(n), 96, 72))
  }
}

function svg(n: number): string {
  const [x, y, size] = [20 + ((n * 7) % 40), 20 + ((n * 5) % 20), 12 + (n % 5) * 2]
  const things = {
    circle: `<circle cx="${x}" cy="${y}" r="${size}" fill="#c33"/>`,
    square: `<rect x="${x}" y="${y}" width="${size * 2}" height="${size * 2}" fill="#36c"/>`,
    stripes: [0, 1, 2, 3]
      .map((i) => `<rect x="${i * 24}" y="0" width="12" height="72" fill="#282"/>`)
      .join(''),
  }
  const grey = 180 + ((n * 11) % 60)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 72"><rect width="96" height="72" fill="rgb(${grey},${grey},${grey})"/>${things[shapeOf(n)]}</svg>`
}

export function shapeOf(n: number): (typeof shapes)[number] {
  return shapes[n % shapes.length] ?? 'circle'
}

/** A project on freshly drawn pictures, read and looked at. */
export async function makeProject(
  client: Client,
  folder: string,
  options: { pictures?: number; classes?: readonly string[] } = {},
): Promise<ProjectInfo> {
  const images = join(folder, 'pictures')
  await drawPictures(images, options.pictures ?? 40)
  const project = await client.projects.create({
    name: 'Shapes',
    images,
    directory: join(folder, 'project'),
    classes: [...(options.classes ?? shapes)],
  })
  await untilFeatures(client)
  return project
}

/** Gives the first pictures the label of their shape, one gesture each. */
export async function seed(client: Client, project: ProjectId, count: number): Promise<void> {
  const { items } = await client.images.page({
    project,
    order: 'folder',
    status: null,
    offset: 0,
    limit: count,
  })
  const classes = await client.classes.list({ project })
  for (const [n, { id }] of items.entries()) {
    const shape = classes.find(({ name }) => name === shapeOf(n)) ?? classes[0]
    if (!shape) throw new Error('The project has no class.')
    await client.labels.decide({
      project,
      view: 'label',
      ms: 10,
      decisions: [decision(id, shape.id)],
    })
  }
}

/** A seed. */
export function decision(image: DecisionInput['image'], label: ClassId): DecisionInput {
  return { image, class: label, kind: 'seed', state: 'present' }
}
