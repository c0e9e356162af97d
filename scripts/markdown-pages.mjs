import { marked } from 'marked'

/**
 * A Vite plugin that makes a component of a Markdown page when the program is built, so that the window
 * carries no Markdown reader. Stands before Vue's own plugin, which has to take `.md` for a component.
 *
 * @returns {import('vite').Plugin}
 */
export function markdownPages() {
  return {
    name: 'markdown-pages',
    enforce: 'pre',
    transform(text, id) {
      if (!id.endsWith('.md')) return null
      const html = marked.parse(text, { async: false, gfm: true })
      // `v-pre`: what stands in the page is text, never an expression.
      return { code: `<template><article v-pre>${html}</article></template>`, map: null }
    },
  }
}
