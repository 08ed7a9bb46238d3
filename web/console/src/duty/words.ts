import type { TextKey } from '../text/catalogue.ts';

// Words for the server's codes of duty: what is not in here is shown as the server wrote it.
export const forceKinds: Record<string, TextKey> = {
  professional: 'force.professional', auxiliary: 'force.auxiliary', city_team: 'force.city_team', township_team: 'force.township_team',
  community_team: 'force.community_team', emergency_team: 'force.emergency_team', volunteer: 'force.volunteer', watch_keeper: 'force.watch_keeper',
  mediator: 'force.mediator', unit_guard: 'force.unit_guard', mine_guard: 'force.mine_guard', shop_guard: 'force.shop_guard',
};
export const memberRoles: Record<string, TextKey> = {
  officer: 'member.officer', auxiliary: 'member.auxiliary', leader: 'member.leader', member: 'member.member',
};
export const kitStates: Record<string, TextKey> = { good: 'kit.good', damaged: 'kit.damaged', missing: 'kit.missing', retired: 'kit.retired' };
// Why a position was not kept.
export const reasons: Record<string, TextKey> = {
  off_shift: 'reason.off_shift', duplicate: 'reason.duplicate', unknown_unit: 'reason.unknown_unit', out_of_range: 'reason.out_of_range', null_island: 'reason.null_island',
  outside_place: 'reason.outside_place', swapped_axes: 'reason.swapped_axes', from_future: 'reason.from_future', impossible_speed: 'reason.impossible_speed', too_old: 'reason.too_old',
};
