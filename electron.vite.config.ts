import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { markdownPages } from './scripts/markdown-pages.mjs'

const here = import.meta.dirname

// Every entry of the Node side lies beside the others in out/main, so that the host finds its
// workers, and Electron's main process finds the host, as sibling files.
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // A development package, asked for by one command and missed by no other; and an optional one.
      externalizeDeps: { include: ['playwright', 'webgpu'] },
      rolldownOptions: {
        input: {
          index: resolve(here, 'electron/main/index.ts'),
          'electron-entry': resolve(here, 'core/host/electron-entry.ts'),
          'web-entry': resolve(here, 'core/host/web-entry.ts'),
          cli: resolve(here, 'core/cli/main.ts'),
          'bench-page': resolve(here, 'core/cli/bench/ui/page/probe.ts'),
          'device-worker': resolve(here, 'core/host/workers/device-worker.ts'),
          'training-worker': resolve(here, 'core/host/workers/training-worker.ts'),
          'inference-worker': resolve(here, 'core/host/workers/inference-worker.ts'),
          'instant-worker': resolve(here, 'core/host/workers/instant-worker.ts'),
          'feature-worker': resolve(here, 'core/host/workers/feature-worker.ts'),
          'picture-worker': resolve(here, 'core/host/workers/picture-worker.ts'),
          'prepare-worker': resolve(here, 'core/host/workers/prepare-worker.ts'),
          'insights-worker': resolve(here, 'core/host/workers/insights-worker.ts'),
          'segment-worker': resolve(here, 'core/host/workers/segment-worker.ts'),
        },
        // Shared code too lies beside the entries: code that asks where it is finds them from there.
        output: { chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rolldownOptions: {
        input: { index: resolve(here, 'electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(here, 'renderer'),
    build: {
      outDir: resolve(here, 'out/renderer'),
      // Fonts stay files: the page's policy allows none out of an address.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: resolve(here, 'renderer/index.html') } },
    },
    resolve: {
      alias: {
        '@contract': resolve(here, 'core/contract'),
        '@mask': resolve(here, 'core/kernel/mask'),
        '@': resolve(here, 'renderer/src'),
      },
    },
    // The pages of the help lie outside of the renderer's folder.
    server: { fs: { allow: [here] } },
    plugins: [markdownPages(), vue({ include: [/\.vue$/, /\.md$/] })],
  },
})
