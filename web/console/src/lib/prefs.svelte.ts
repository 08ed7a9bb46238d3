export type Theme = 'dark' | 'light' | 'auto';

function read<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
  try {
    const value = localStorage.getItem(name) as T | null;
    return value && allowed.includes(value) ? value : fallback;
  } catch { return fallback; }
}
function write(name: string, value: string): void {
  try { localStorage.setItem(name, value); } catch { /* kept for this page only */ }
}

const system = matchMedia('(prefers-color-scheme: light)');

// What this machine remembers of how its desk looks. "auto" follows the system; without a system's wish it is dark.
class Prefs {
  theme = $state<Theme>(read('shouwang.theme', ['dark', 'light', 'auto'] as const, 'auto'));
  singleKeys = $state(read('shouwang.single_keys', ['on', 'off'] as const, 'on') === 'on');
  private systemLight = $state(system.matches);

  constructor() {
    system.addEventListener('change', () => { this.systemLight = system.matches; this.apply(); });
  }
  get shown(): 'dark' | 'light' {
    return this.theme === 'auto' ? (this.systemLight ? 'light' : 'dark') : this.theme;
  }
  apply(): void { document.documentElement.dataset.theme = this.shown; }
  toggleTheme(): void {
    this.theme = this.shown === 'dark' ? 'light' : 'dark';
    write('shouwang.theme', this.theme);
    this.apply();
  }
  setSingleKeys(on: boolean): void {
    this.singleKeys = on;
    write('shouwang.single_keys', on ? 'on' : 'off');
  }
}

export const prefs = new Prefs();
