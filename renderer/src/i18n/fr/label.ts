import type { Translation } from '../text'

/** Étiqueter. */
export const label = {
  classes: {
    title: 'Classes',
    find: 'Chercher, créer une classe',
    add: 'Ajouter « {name} »',
    findKeys: 'Entrée donne la classe, Maj+Entrée montre ses images',
    count: '{name} : montrer {n} image | {name} : montrer {n} images',
    show: 'Montrer ces images',
    noGroup: 'Autres classes',
    thin: 'Guettez {names} : encore peu d’images.',
    emptyTitle: 'Pas encore de classes',
    emptyHint:
      'Tapez le nom de ce que vous voyez et appuyez sur Entrée. D’autres peuvent suivre à tout moment.',
  },
  filter: {
    title: 'Images affichées',
    pictures: '{n} image | {n} images',
    named: 'Images choisies',
    latest: 'Dernières décisions, plus récentes d’abord',
    gone: 'une classe qui n’existe plus',
    all: 'Montrer toutes les images',
    emptyTitle: 'Aucune image de ce genre',
    emptyHint: 'Aucune ne correspond plus : des étiquettes ont pu changer depuis ce compte.',
  },
  label: {
    title: 'Étiqueter',
    picture: '{path}, {status}',
    place: '{at} / {total}',
    progress: '{done} images sur {total} ont une étiquette',
    order: 'Ordre',
    orderVariety: 'Variété',
    orderFolder: 'Comme dans le dossier',
    orderRandom: 'Au hasard',
    showGrid: 'En montrer plusieurs à la fois',
    showCanvas: 'Montrer une à une',
    stay: 'Rester après une étiquette, pour en donner plusieurs',
    skip: 'Passer',
    none: 'Aucune',
    todo: 'à faire',
    seeded: 'amorcée',
    skipped: 'passée',
    filmstrip: 'Images dans cet ordre',
    offer: 'Proposé par le modèle',
    confirm: 'confirme',
    pictureFailed: 'Cette image ne peut pas être affichée',
    pictureFailedHint:
      'Le fichier est peut-être abîmé ou déplacé. Vous pouvez la passer ; rien d’autre ne s’arrête.',
    folderGoneHint:
      'Le dossier des images est inaccessible. L’image revient dès que le dossier est de retour.',
    emptyTitle: 'Pas encore d’images',
    emptyHint: 'Le dossier ne contient aucune image lisible.',
    scanning: 'Lecture du dossier ; les images apparaissent à mesure qu’elles sont trouvées.',
    doneTitle: 'Chaque image a son étiquette',
    doneHint:
      '{seeded} amorcées, {skipped} passées. Entraînez maintenant, ou vérifiez ce que le modèle suggère déjà.',
    train: 'Entraîner',
    review: 'Vérifier',
    lookAgain: 'Les revoir',
    many: '{n} image étiquetée « {name} » | {n} images étiquetées « {name} »',
    chosen:
      '{n} choisie : appuyez sur une touche de classe | {n} choisies : appuyez sur une touche de classe',
    chosenMost: '{n} choisie, le maximum à la fois | {n} choisies, le maximum à la fois',
    chooseHint: 'Glisser, Maj ou Ctrl : plusieurs ; une touche les étiquette.',
    rescan: 'Chercher de nouvelles images',
  },
} as const satisfies Translation
