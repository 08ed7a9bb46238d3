import type { FeatureCollection } from 'geojson';
import type { Action } from '../lib/keys.ts';
import { get, query } from '../lib/api.ts';
import { prefs } from '../lib/prefs.svelte.ts';
import { isOpen } from '../lib/queue.ts';
import { session } from '../lib/session.svelte.ts';
import { board } from '../live/board.svelte.ts';
import { cornersOf } from '../map/features.ts';
import { notices } from '../parts/notices.svelte.ts';
import { language } from '../text/text.svelte.ts';
import { looking } from '../moment/moment.svelte.ts';
import { desk, type Panel } from './desk.svelte.ts';
import { intake } from './intake.svelte.ts';
import { recommend, sendChosen, setStatus } from './operations.ts';
import { allowed, questions, type Asked } from './questions.ts';
import { canStep, steps } from './words.ts';

function back(): boolean {
  if (looking.on) { looking.back(); return true; }
  if (desk.drawing) desk.drawing = undefined;
  else if (intake.open) { intake.open = false; desk.tab = 'queue'; }
  else if (desk.panel !== 'incident') { desk.panel = 'incident'; desk.tab = 'queue'; }
  else if (desk.selected) { desk.select(undefined); desk.tab = 'queue'; }
  else return false;
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  return true;
}

function toggle(panel: Panel): boolean {
  intake.open = false;
  desk.panel = desk.panel === panel ? 'incident' : panel;
  desk.tab = 'panel';
  return true;
}

function status(index: number): boolean {
  const assignment = desk.current, step = steps[index];
  if (!assignment || !step || !session.may('status') || !canStep(assignment.status, step.status)) return false;
  void setStatus(assignment, step.status);
  return true;
}

function ask(action: Asked): boolean {
  const incident = desk.incident;
  if (!incident || intake.open || !allowed(action, incident)) return false;
  void questions[action](incident);
  return true;
}

function fit(): boolean {
  const incident = desk.incident;
  if (!incident) { desk.lookAtAll(); return true; }
  const units = [...incident.assignments.filter((one) => one.status !== 'released').map((one) => one.unit_id), ...(incident.state === 'new' ? desk.recommendation?.chosen ?? [] : [])];
  const positions = units.flatMap((id) => board.placed(id)?.position ?? []);
  desk.lookAt([incident.location, ...positions]);
  return true;
}

// How far the picked unit (or the first one going) gets in 1, 3 and 5 minutes; again: off.
function reach(): boolean {
  if (desk.reach) { desk.reach = undefined; desk.reachUnit = undefined; return true; }
  const id = desk.unit ?? desk.current?.unit_id ?? desk.recommendation?.chosen[0];
  const unit = id === undefined ? undefined : board.placed(id);
  if (!unit?.position) return false;
  get<FeatureCollection>(query('/api/reach', { lon: unit.position.lon, lat: unit.position.lat, minutes: '1,3,5', profile: unit.kind }))
    .then((shapes) => { desk.reach = shapes; desk.reachUnit = unit.id; desk.lookAt(cornersOf(shapes)); }, (failure: unknown) => notices.fail(failure));
  return true;
}

function sendNow(): boolean {
  const incident = desk.incident;
  if (!incident || (incident.state !== 'new' && desk.unfolded !== incident.id) || !isOpen(incident) || intake.open || desk.panel !== 'incident' || !desk.recommendation || !session.may('dispatch')) return false;
  void sendChosen();
  return true;
}

// While the desk looks at a moment that is over, nothing can be changed; a call that comes in brings it back to now.
const harmless: ReadonlySet<Action> = new Set(['back', 'help', 'theme', 'language', 'areas', 'places', 'moment', 'duty']);
function openMoment(): boolean {
  if (!session.may('moment')) return false;
  if (looking.on) looking.back();
  else { intake.open = false; desk.drawing = undefined; desk.tab = 'map'; looking.open(); }
  return true;
}

// Does what a key asks; answers whether it meant anything here, so that other keys keep their usual work.
export function act(action: Action): boolean {
  if (looking.on && action === 'new_call') looking.back();
  if (looking.on && !harmless.has(action)) return false;
  switch (action) {
    case 'new_call': if (!session.may('call')) return false; desk.openIntake(); return true;
    case 'submit': if (!intake.open) return false; document.querySelector<HTMLFormElement>('form.intake')?.requestSubmit(); return true;
    case 'find': desk.tab = 'queue'; document.getElementById('find')?.focus(); return true;
    case 'next': desk.move(1); return true;
    case 'previous': desk.move(-1); return true;
    case 'send': return sendNow();
    case 'recommend': {
      const incident = desk.incident;
      if (!incident || !isOpen(incident) || intake.open || !session.may('dispatch')) return false;
      desk.unfolded = incident.id;
      void recommend(incident.id);
      return true;
    }
    case 'status_1': return status(0);
    case 'status_2': return status(1);
    case 'status_3': return status(2);
    case 'status_4': return status(3);
    case 'status_5': return status(4);
    case 'note': case 'transfer': case 'cancel': case 'close': case 'reopen': case 'merge': return ask(action);
    case 'units': return toggle('units');
    case 'closures': return toggle('closures');
    case 'areas': desk.areas = !desk.areas; return true;
    case 'places': desk.places = !desk.places; return true;
    case 'moment': return openMoment();
    case 'rings': return session.may('rings') && toggle('rings');
    case 'duty': if (!session.may('duty')) return false; location.hash = '#/duty'; return true;
    case 'fit': return fit();
    case 'reach': return reach();
    case 'back': return back();
    case 'help': desk.help = true; return true;
    case 'theme': prefs.toggleTheme(); return true;
    case 'language': language.toggle(); return true;
  }
}
