import type { SegmenterInfo } from '../../contract/segments'
import { catalogueModels } from './catalogue'
import type { CatalogueModel } from './catalogue'
import { findModels } from './installed'
import type { FoundModel } from './installed'

const basic: SegmenterInfo = {
  id: 'basic',
  title: 'Basic',
  goodFor:
    'Always here: quick, and rough at borders. A network of the SAM family cuts out more exactly.',
  licence: 'Apache-2.0',
  source: '',
  bytes: 0,
  state: 'ready',
  reason: '',
  embedded: true,
}

/** The segmenters that are here, and those that can be had: the embedded one, the catalogue's, imported ones. */
export async function listSegmenters(home: string): Promise<SegmenterInfo[]> {
  const found = await findModels(home)
  const listed = catalogueModels.map((model) => {
    const here = found.find(({ id }) => id === model.id)
    return here === undefined ? absent(model) : present(here, model)
  })
  const others = found.filter(({ id }) => !catalogueModels.some((model) => model.id === id))
  return [basic, ...listed, ...others.map((model) => present(model))]
}

function absent(model: CatalogueModel): SegmenterInfo {
  const { id, title, goodFor, licence, source } = model
  return {
    ...{ id, title, goodFor, licence, source },
    bytes: sizeOf(model.files),
    state: 'absent',
    reason: 'It is not on this machine. Download it, or import it from a folder.',
    embedded: false,
  }
}

/** Where the manifest of a model cannot be read, the catalogue still knows its name. */
function present({ id, manifest, damage }: FoundModel, known?: CatalogueModel): SegmenterInfo {
  const told = manifest ?? known
  return {
    id,
    title: told?.title ?? id,
    goodFor: told?.goodFor ?? '',
    licence: told?.licence ?? '',
    source: told?.source ?? '',
    bytes: sizeOf(told?.files ?? []),
    state: damage === null ? 'ready' : 'damaged',
    reason: damage === null ? '' : `It is damaged: ${damage} Remove it and get it again.`,
    embedded: false,
  }
}

const sizeOf = (files: readonly { readonly bytes: number }[]): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0)
