import eslint from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

// Who may import what is the matter of .dependency-cruiser.js, and of it alone.

const noAmbientTimeOrChance = [
  { name: 'setTimeout', message: 'Time is passed in, so that a test can drive it.' },
  { name: 'setInterval', message: 'Time is passed in, so that a test can drive it.' },
  { name: 'Date', message: 'Time is passed in, so that a test can drive it.' },
]

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only: a name is the same wherever it is used.',
}

const spokenAttributes = {
  '/.+/': ['title', 'label', 'hint', 'placeholder', 'alt', 'aria-label', 'aria-description'],
}

export default tseslint.config(
  { ignores: ['out/', 'node_modules/', 'test-results/', 'playwright-report/'] },
  // A rule that is wrong somewhere is changed here, with its reason, and not silenced in place.
  { linterOptions: { noInlineConfig: true } },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
        parser: tseslint.parser,
      },
    },
    rules: {
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-undef': 'off', // the type checker knows better
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'vue/multi-word-component-names': 'off',
    },
  },
  {
    files: ['core/**/*.ts', 'electron/**/*.ts', 'renderer/**/*.ts'],
    ignores: ['**/*.d.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport] },
  },
  {
    // What people read comes from renderer/src/i18n, in every language.
    files: ['renderer/src/**/*.vue'],
    rules: {
      'vue/no-bare-strings-in-template': [
        'error',
        { allowlist: [...'✓✗?·–—…/×~()|,:; '.split(''), '=>'], attributes: spokenAttributes },
      ],
    },
  },
  { files: ['**/*.test.ts', 'renderer/e2e/**'], rules: { 'max-lines-per-function': 'off' } },
  {
    // Playwright reads a fixture's needs from its first parameter's pattern; none is an empty one.
    files: ['renderer/e2e/**'],
    rules: { 'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }] },
  },
  {
    files: ['core/kernel/**', 'renderer/src/canvas/**'],
    rules: {
      'no-restricted-globals': ['error', ...noAmbientTimeOrChance],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Chance is passed in (kernel/rng.ts).' },
      ],
    },
  },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  prettier,
)
