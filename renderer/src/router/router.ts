import { createRouter, createWebHashHistory } from 'vue-router'
import ProjectFrame from '@/frame/ProjectFrame.vue'
import StartView from '@/views/start/StartView.vue'

/** Every view has an address, so that back, forward and reload return to the same place. */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'start', component: StartView },
    { path: '/new', name: 'new', component: () => import('@/views/new/NewView.vue') },
    {
      path: '/settings/:section?',
      name: 'settings',
      component: () => import('@/views/settings/SettingsView.vue'),
    },
    {
      path: '/p/:project',
      component: ProjectFrame,
      children: [
        { path: '', redirect: (to) => ({ name: 'label', params: to.params }) },
        {
          path: 'label',
          name: 'label',
          component: () => import('@/views/label/LabelView.vue'),
        },
        { path: 'review', redirect: (to) => ({ name: 'sweep', params: to.params }) },
        {
          path: 'review/sweep/:class?',
          name: 'sweep',
          component: () => import('@/views/review/SweepView.vue'),
        },
        {
          path: 'review/audit/:class?',
          name: 'audit',
          component: () => import('@/views/review/AuditView.vue'),
        },
        {
          path: 'review/image/:image?',
          name: 'image',
          component: () => import('@/views/review/ImageView.vue'),
        },
        {
          path: 'segment',
          name: 'segment',
          component: () => import('@/views/segment/SegmentView.vue'),
        },
        {
          path: 'classes',
          name: 'classes',
          component: () => import('@/views/classes/ClassesView.vue'),
        },
        {
          path: 'train',
          name: 'train',
          component: () => import('@/views/train/TrainView.vue'),
        },
        {
          path: 'insights/:part?',
          name: 'insights',
          component: () => import('@/views/insights/InsightsView.vue'),
        },
        {
          path: 'export',
          name: 'export',
          component: () => import('@/views/export/ExportView.vue'),
        },
      ],
    },
    { path: '/:rest(.*)*', redirect: { name: 'start' } },
  ],
})
