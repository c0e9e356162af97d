import { createApp, defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { expect, it } from 'vitest'
import { useQuietReplace } from './use-quiet-replace'

function world() {
  let load: () => void = () => undefined
  let replace: ReturnType<typeof useQuietReplace> = () => Promise.resolve()
  const here = defineComponent(() => {
    replace = useQuietReplace()
    return () => h('p')
  })
  const elsewhere = defineComponent(() => () => h('p'))
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/here/:picture', component: here },
      {
        path: '/elsewhere',
        component: () =>
          new Promise<typeof elsewhere>((resolve) => {
            load = () => {
              resolve(elsewhere)
            }
          }),
      },
    ],
  })
  return {
    router,
    mounted: async () => {
      await router.push('/here/1')
      createApp(() => h(RouterView))
        .use(router)
        .mount(document.createElement('div'))
      await router.isReady()
      await new Promise((resolve) => setTimeout(resolve))
    },
    replace: (to: string) => replace(to),
    load: () => {
      load()
    },
  }
}

it('does not call off a navigation whose view is still being loaded', async () => {
  const { router, mounted, replace, load } = world()
  await mounted()
  const going = router.push('/elsewhere')
  await new Promise((resolve) => setTimeout(resolve))
  await replace('/here/1?picture=2')
  load()
  await going
  expect(router.currentRoute.value.fullPath).toBe('/elsewhere')
})

it('brings the address up to date, twice in a row and along a changing path too', async () => {
  const { router, mounted, replace } = world()
  await mounted()
  await replace('/here/1?at=5')
  expect(router.currentRoute.value.fullPath).toBe('/here/1?at=5')
  await Promise.all([replace('/here/2'), replace('/here/3')])
  expect(router.currentRoute.value.fullPath).toBe('/here/3')
})
