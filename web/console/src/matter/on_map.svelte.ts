import type { Page } from '@shouwang/shared/api';
import type { Matter } from '@shouwang/shared/matter';
import { get } from '../lib/api.ts';
import { heard } from './heard.svelte.ts';

// The open matters that lie on the desk's map: the newest 500, read again at most every 10 s while somebody looks. The
// desk's own work does not wait for them.
const most = 500, rest_ms = 10_000;

class OnMap {
  items = $state.raw<Matter[]>([]);
  cut = $state(false);          // there are more than are shown
  private read_ms = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;

  // To be called within an effect: reads now, and again after changes; answers how to stop.
  follow(): () => void {
    void heard.turn;
    const wait = Math.max(0, this.read_ms + rest_ms - performance.now());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.read(), wait);
    return () => clearTimeout(this.timer);
  }

  private async read(): Promise<void> {
    this.read_ms = performance.now();
    const page = await get<Page<Matter>>(`/api/matters?state=open&limit=${most}`).catch(() => undefined);
    if (!page) return;
    this.items = page.items.filter((one) => one.position);
    this.cut = !!page.next;
  }
}

export const onMap = new OnMap();
