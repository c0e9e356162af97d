import type { ExportFormat } from '../../contract/exports'
import { Failure } from '../../contract/failures'
import { cocoFormat } from './coco'
import { csvFormat } from './csv'
import type { DatasetFormat } from './export-source'
import { jsonlFormat } from './jsonl'

const formats: readonly DatasetFormat[] = [csvFormat, jsonlFormat, cocoFormat]

/** Every dataset format that can be written, with what it keeps and loses. */
export const exportFormats: readonly ExportFormat[] = formats.map((format) => format.info)

/** The format of an id; throws FORMAT_UNKNOWN. */
export function datasetFormat(id: string): DatasetFormat {
  const format = formats.find((one) => one.info.id === id)
  if (format) return format
  const known = formats.map((one) => one.info.id).join(', ')
  throw new Failure('FORMAT_UNKNOWN', `There is no format "${id}".`, { advice: `Known: ${known}.` })
}
