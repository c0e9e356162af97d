import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { markdownPages } from './scripts/markdown-pages.mjs'

const here = import.meta.dirname

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'core',
          environment: 'node',
          include: ['core/**/*.test.ts', 'electron/**/*.test.ts', 'scripts/**/*.test.ts'],
          globalSetup: 'scripts/build-for-tests.mjs',
          testTimeout: 30_000,
          pool: 'forks',
        },
      },
      {
        plugins: [markdownPages(), vue({ include: [/\.vue$/, /\.md$/] })],
        resolve: {
          alias: {
            '@contract': resolve(here, 'core/contract'),
            '@mask': resolve(here, 'core/kernel/mask'),
            '@': resolve(here, 'renderer/src'),
          },
        },
        test: {
          name: 'renderer',
          environment: 'happy-dom',
          include: ['renderer/src/**/*.test.ts'],
          // Read as it is by the test of its contrasts.
          css: { include: [/tokens\.css/] },
        },
      },
    ],
  },
})
