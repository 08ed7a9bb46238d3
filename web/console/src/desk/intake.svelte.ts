import type { Duplicate, Incident, Position, ReverseGeocode } from '@shouwang/shared/api';
import { ApiError, get, newKey, post, query } from '../lib/api.ts';
import { alive_every_ms, DraftBox, emptyFields, isEmpty, type DraftFields } from '../lib/draft.ts';
import { board } from '../live/board.svelte.ts';
import { asking } from '../parts/ask.svelte.ts';
import { notices } from '../parts/notices.svelte.ts';
import { t } from '../text/text.svelte.ts';

const pageName = 'shouwang.page';
function thisPage(): string {
  try {
    const known = sessionStorage.getItem(pageName);
    if (known) return known;
    const name = newKey().slice(0, 12);
    sessionStorage.setItem(pageName, name);
    return name;
  } catch { return newKey().slice(0, 12); }
}

export const sources = ['0101', '0201', '0401', '0500', '0603', '0900', '9900'] as const;
export interface CallerFields { name: string; phone: string; note: string }
const noCaller = (): CallerFields => ({ name: '', phone: '', note: '' });

// The call being taken. It outlives the form: closing the form, a reload, a crash or a log-out lose nothing that was
// typed, except what was said of the caller, which is sealed matter and stays in this page's memory only.
class Intake {
  fields = $state<DraftFields>(emptyFields());
  caller = $state<CallerFields>(noCaller());
  open = $state(false);
  sending = $state(false);
  restored = $state(false);      // the draft came from the disk
  unsure = $state(false);        // a try to send it was never answered
  kept = $state(true);           // false: the disk refused, typing is only in memory
  allowOutside = false;          // the dispatcher has confirmed a place outside the areas
  tried = $state(false);         // show what is missing
  duplicates = $state.raw<Duplicate[]>([]);
  duplicateOf = $state<string>();
  private key = newKey();
  private box: DraftBox | undefined;
  private beat: ReturnType<typeof setInterval> | undefined;
  private asked = 0;

  get empty(): boolean { return isEmpty(this.fields) && !this.caller.name && !this.caller.phone && !this.caller.note; }
  get missing(): ('type' | 'location')[] {
    const missing: ('type' | 'location')[] = [];
    if (!this.fields.type) missing.push('type');
    if (!this.fields.location) missing.push('location');
    return missing;
  }
  get priority(): number {
    return this.fields.priority ?? board.types.find((type) => type.code === this.fields.type)?.priority ?? 3;
  }

  // The desk of an account: takes up the draft that this account left on this machine, nobody else's.
  attach(account_id: string): void {
    this.detach();
    this.reset();
    this.box = new DraftBox(localStorage, account_id, thisPage());
    const draft = this.box.load(Date.now());
    if (draft) {
      this.fields = draft.fields;
      this.key = draft.key;
      this.unsure = draft.sent;
      this.restored = true;
      this.open = true;
      void this.findDuplicates();
    }
    this.beat = setInterval(() => this.box?.stillHere(Date.now()), alive_every_ms);
    addEventListener('pagehide', this.leave);
  }
  detach(): void {
    this.leave();
    clearInterval(this.beat);
    removeEventListener('pagehide', this.leave);
    this.box = undefined;
  }
  private leave = (): void => this.box?.leave();

  // Called on every change of a field.
  keep(): void {
    if (!this.box) return;
    const draft = { fields: $state.snapshot(this.fields), key: this.key, sent: this.unsure };
    this.kept = this.box.save(draft, Date.now());
  }

  async locate(position: Position, from: 'map' | 'search'): Promise<void> {
    this.fields.location = position;
    this.allowOutside = false;
    this.keep();
    void this.findDuplicates();
    if (from !== 'map') return;
    const said = this.fields.place;
    const near = await get<ReverseGeocode>(query('/api/reverse-geocode', { lon: position.lon, lat: position.lat })).catch(() => undefined);
    const name = near?.crossing || near?.road || near?.place || '';
    // Only a place field that nobody has typed in is filled: the caller's words stand.
    if (name && said === '' && this.fields.place === '') { this.fields.place = name; this.keep(); }
  }

  async findDuplicates(): Promise<void> {
    const turn = ++this.asked;
    const { location, type } = this.fields;
    if (!location) { this.duplicates = []; return; }
    const found = await get<{ items: Duplicate[] }>(query('/api/incident-duplicates', { lon: location.lon, lat: location.lat, type })).catch(() => undefined);
    if (turn === this.asked && found) this.duplicates = found.items.slice(0, 4);
  }

  // Sends the call. The key stays the same until the server has answered, so a second try after a broken line can
  // never make a second incident.
  async send(): Promise<Incident | undefined> {
    this.tried = true;
    if (this.sending || this.missing.length) return undefined;
    let outside = false;
    this.sending = true;
    this.unsure = true;
    this.keep();
    try {
      const incident = await post<Incident>('/api/incidents', this.body(), { key: this.key, timeout_ms: 20_000 });
      board.takeIncident(incident);
      this.box?.clear();
      this.reset();
      return incident;
    } catch (failure) {
      if (failure instanceof ApiError && failure.problem.errors?.some((error) => error.code === 'outside')) {
        outside = true;
        this.key = newKey();
        this.unsure = false;
        this.keep();
      } else this.afterFailure(failure);
    } finally {
      this.sending = false;
    }
    if (!outside || !await this.confirmOutside()) return undefined;
    this.allowOutside = true;
    return this.send();
  }

  private async confirmOutside(): Promise<boolean> {
    return !!await asking.ask({ title: t('intake.outside_title'), body: t('intake.outside_body'), confirm: t('intake.outside_send'), danger: true });
  }

  private afterFailure(failure: unknown): void {
    if (failure instanceof ApiError && failure.status === 422 && failure.problem.code?.includes('idempotency')) {
      // The key was used with other words: the earlier try did arrive. What is typed now would be a new call.
      this.key = newKey();
      this.unsure = false;
      notices.say('warn', t('intake.already_there'));
    } else {
      if (failure instanceof ApiError && !failure.unanswered && failure.status < 500) this.unsure = false;
      notices.fail(failure);
    }
    this.keep();
  }

  private body(): Record<string, unknown> {
    const { type, priority, location, place, crossing, description, source } = this.fields;
    const body: Record<string, unknown> = { type, location: $state.snapshot(location), source };
    if (priority !== null) body.priority = priority;
    if (place.trim()) body.address = place.trim();
    if (crossing) body.crossing = crossing;
    if (description.trim()) body.description = description.trim();
    const caller = Object.entries($state.snapshot(this.caller)).filter(([, value]) => value.trim());
    if (caller.length) body.caller = Object.fromEntries(caller);
    if (this.duplicateOf) body.duplicate_of = this.duplicateOf;
    if (this.allowOutside) body.allow_outside = true;
    return body;
  }

  discard(): void { this.box?.clear(); this.reset(); }

  private reset(): void {
    this.fields = emptyFields();
    this.caller = noCaller();
    this.key = newKey();
    this.duplicates = [];
    this.duplicateOf = undefined;
    this.restored = this.unsure = this.tried = this.open = this.allowOutside = false;
    this.kept = true;
    this.asked++;
  }
}

export const intake = new Intake();
