import { createReadStream } from 'node:fs'
import { SaxesParser } from 'saxes'
import { invalid } from './imported-dataset'

export interface XmlVisitor {
  open: (name: string, attributes: Readonly<Record<string, string>>, line: number) => void
  /** `text` is all that stood directly inside. */
  close: (name: string, text: string) => void
}

const deepest = 64
const longestText = 64 * 2 ** 20

/**
 * Streams the elements of an XML file. No document type is read and so no entity but the five of XML
 * itself exists. Throws IMPORT_INVALID, with the line, for text that is no XML, for document types,
 * and for what is nested or long beyond reason.
 */
export async function readXml(path: string, visit: XmlVisitor, signal: AbortSignal): Promise<void> {
  const parser = new SaxesParser({ xmlns: false })
  const open: string[] = []
  parser.on('error', (error) => {
    throw invalid(path, `This is no XML (${error.message.replace(/^[\d:]+\s*/, '')}).`, parser.line)
  })
  parser.on('doctype', () => {
    throw invalid(path, 'It has a document type, which is not read.', parser.line)
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (open.push('') > deepest) throw invalid(path, 'It is nested too deeply.', parser.line)
    visit.open(name, attributes, parser.line)
  })
  parser.on('text', (text) => {
    if (open.length > 0) open.push((open.pop() ?? '') + text)
  })
  parser.on('closetag', ({ name }) => {
    visit.close(name, open.pop() ?? '')
  })
  let sinceTag = 0
  const chunks: AsyncIterable<string> = createReadStream(path, { encoding: 'utf8', signal })
  for await (const chunk of chunks) {
    sinceTag = chunk.includes('>') ? 0 : sinceTag + chunk.length
    if (sinceTag > longestText) throw invalid(path, 'An element is too large.', parser.line)
    parser.write(chunk)
  }
  parser.close()
}
