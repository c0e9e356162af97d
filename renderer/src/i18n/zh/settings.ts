import type { Translation } from '../text'

/** 设置。 */
export const settings = {
  settings: {
    title: '设置',
    leave: '返回',
    back: '返回原处',
    sections: '设置的各部分',
    section: {
      appearance: '外观',
      keys: '按键',
      devices: '设备',
      models: '模型',
      storage: '存储',
      privacy: '隐私',
      about: '关于',
    },
  },
  appearance: {
    theme: '主题',
    system: '跟随系统',
    dark: '深色',
    light: '浅色',
    language: '语言',
    languageHint: '尚未翻译的内容以英文显示。',
    motion: '动画',
    motionSystem: '跟随系统',
    motionNone: '无',
    tileSize: '图块大小',
    tilePixels: '{n} 像素',
  },
  keySettings: {
    preset: '按键方案',
    presetHint: '您自己更改过的按键保持不变。',
    search: '查找操作或按键',
    press: '请按一个键',
    none: '无按键',
    changed: '已更改',
    resetAll: '全部重置',
    save: '保存为文件',
    load: '从文件载入…',
    take: '占用',
    swap: '交换',
    neither: '两者都不用',
    leave: '保持原样',
  },
  privacy: { intro: '任何内容都不会离开这台电脑。' },
} as const satisfies Translation
