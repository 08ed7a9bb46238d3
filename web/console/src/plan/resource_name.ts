import type { ActivationResource } from '@shouwang/shared/plan';
import { language } from '../text/text.svelte.ts';

// What the plan asks for is stored as "zh / en"; what somebody typed is one text and may have a slash of its own.
export function nameOf(one: ActivationResource): string {
  const parts = one.name.split(' / ');
  return one.code && !one.place_id && !one.kit_item_id && parts.length === 2 ? (language.now === 'zh' ? parts[0]! : parts[1]!) : one.name;
}
