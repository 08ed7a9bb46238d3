import type { TextKey } from '../text/catalogue.ts';

// Kinds of places as imports name them; others are shown by their code.
export const placeKinds: Record<string, TextKey> = {
  police: 'place.police', fire: 'place.fire', hospital: 'place.hospital', school: 'place.school', camera: 'place.camera', venue: 'place.venue', key_site: 'place.key_site',
};
