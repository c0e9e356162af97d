import type { Translation } from '../text'

/** Les réglages. */
export const settings = {
  settings: {
    title: 'Réglages',
    leave: 'Retour',
    back: 'Retour là où vous étiez',
    sections: 'Parties des réglages',
    section: {
      appearance: 'Apparence',
      keys: 'Touches',
      devices: 'Appareils',
      models: 'Modèles',
      storage: 'Stockage',
      privacy: 'Vie privée',
      about: 'À propos',
    },
  },
  appearance: {
    theme: 'Thème',
    system: 'Comme le système',
    dark: 'Sombre',
    light: 'Clair',
    language: 'Langue',
    languageHint: 'Ce qui n’est pas encore traduit s’affiche en anglais.',
    motion: 'Mouvement',
    motionSystem: 'Comme le système',
    motionNone: 'Aucun',
    tileSize: 'Taille des vignettes',
    tilePixels: '{n} pixel | {n} pixels',
  },
  keySettings: {
    preset: 'Jeu de touches',
    presetHint: 'Ce que vous avez changé vous-même reste.',
    search: 'Chercher une action ou une touche',
    press: 'Appuyez sur une touche',
    none: 'aucune touche',
    changed: 'changé',
    resetAll: 'Tout réinitialiser',
    save: 'Enregistrer dans un fichier',
    load: 'Charger un fichier…',
    take: 'Prendre',
    swap: 'Échanger',
    neither: 'Retirer aux deux',
    leave: 'Laisser ainsi',
  },
  privacy: { intro: 'Rien ne quitte cette machine.' },
} as const satisfies Translation
