import type { Translation } from '../text'

/** Los ajustes. */
export const settings = {
  settings: {
    title: 'Ajustes',
    leave: 'Volver',
    back: 'Volver a donde estaba',
    sections: 'Partes de los ajustes',
    section: {
      appearance: 'Aspecto',
      keys: 'Teclas',
      devices: 'Dispositivos',
      models: 'Modelos',
      storage: 'Almacenamiento',
      privacy: 'Privacidad',
      about: 'Acerca de',
    },
  },
  appearance: {
    theme: 'Tema',
    system: 'Como el sistema',
    dark: 'Oscuro',
    light: 'Claro',
    language: 'Idioma',
    languageHint: 'Lo que aún no está traducido aparece en inglés.',
    motion: 'Movimiento',
    motionSystem: 'Como el sistema',
    motionNone: 'Ninguno',
    tileSize: 'Tamaño de las miniaturas',
    tilePixels: '{n} píxel | {n} píxeles',
  },
  keySettings: {
    preset: 'Juego de teclas',
    presetHint: 'Lo que usted cambió se queda como está.',
    search: 'Buscar una acción o una tecla',
    press: 'Pulse una tecla',
    none: 'sin tecla',
    changed: 'cambiado',
    resetAll: 'Restablecer todas',
    save: 'Guardar en un archivo',
    load: 'Cargar un archivo…',
    take: 'Quedársela',
    swap: 'Intercambiar',
    neither: 'Quitarla a ambas',
    leave: 'Dejar como estaba',
  },
  privacy: { intro: 'Nada sale de este equipo.' },
} as const satisfies Translation
