import type { ExportFormat } from '../../contract/exports'
import { Failure } from '../../contract/failures'
import { cityscapesFormat } from './cityscapes'
import { cocoFormat, cocoPolygonsFormat, cocoRunsFormat } from './coco'
import { csvFormat } from './csv'
import { cvatFormat } from './cvat'
import type { DatasetFormat } from './export-source'
import { jsonlFormat } from './jsonl'
import { labelStudioFormat } from './label-studio'
import { labelmeFormat } from './labelme'
import { vocFormat } from './voc'
import { yoloFormat } from './yolo'

const formats: readonly DatasetFormat[] = [
  csvFormat,
  jsonlFormat,
  cocoFormat,
  cocoPolygonsFormat,
  cocoRunsFormat,
  yoloFormat,
  vocFormat,
  cityscapesFormat,
  labelmeFormat,
  labelStudioFormat,
  cvatFormat,
]

/** Every dataset format that can be written, with what it keeps and loses. */
export const exportFormats: readonly ExportFormat[] = formats.map((format) => format.info)

/** The format of an id; throws FORMAT_UNKNOWN. */
export function datasetFormat(id: string): DatasetFormat {
  const format = formats.find((one) => one.info.id === id)
  if (format) return format
  const known = formats.map((one) => one.info.id).join(', ')
  throw new Failure('FORMAT_UNKNOWN', `There is no format "${id}".`, { advice: `Known: ${known}.` })
}
