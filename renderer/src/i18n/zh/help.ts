import type { Translation } from '../text'

/** 帮助周围的文字；帮助页面为英文。 */
export const help = {
  help: {
    title: '帮助',
    open: '此视图的帮助',
    pages: '页面',
    failed: '无法显示此页面。',
    page: {
      firstSteps: '入门',
      label: '标注',
      classes: '类别',
      sweep: '审核，逐类',
      image: '审核，图片',
      segment: '分割',
      train: '训练',
      insights: '分析',
      export: '导出',
      settings: '设置',
      safety: '内容存放在哪里',
      trouble: '出现问题时',
    },
  },
} as const satisfies Translation
