import type { KindBrief } from '@shouwang/shared/matter';

// Kinds that may be opened from an incident of one of these types (its own and the one above it).
export function fitting(kinds: readonly KindBrief[], types: readonly string[]): KindBrief[] {
  return kinds.filter((kind) => kind.incident_types.some((type) => type !== '' && types.includes(type)));
}
