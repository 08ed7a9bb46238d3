import { mapPalettes, priorityColours, unitColours } from './palette.ts';

// Every sign on the map, drawn here with a canvas: no sprite file to fetch, sharp at any screen.
// Shape tells the kind (car square, motorcycle diamond, foot circle), colour and mark the state, dashes a stale position.
type Theme = 'dark' | 'light';
export interface Sign { name: string; image: ImageData }
const ratio = 2;
export const signRatio = ratio;

function draw(width: number, height: number, paint: (g: CanvasRenderingContext2D) => void): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const g = canvas.getContext('2d', { willReadFrequently: true })!;
  g.scale(ratio, ratio);
  paint(g);
  return g.getImageData(0, 0, canvas.width, canvas.height);
}

function outline(g: CanvasRenderingContext2D, kind: string): void {
  g.beginPath();
  if (kind === 'motorcycle') { g.moveTo(12, 2.5); g.lineTo(21.5, 12); g.lineTo(12, 21.5); g.lineTo(2.5, 12); g.closePath(); }
  else if (kind === 'foot') g.arc(12, 12, 8, 0, Math.PI * 2);
  else g.roundRect(4, 4, 16, 16, 4);
}

function mark(g: CanvasRenderingContext2D, state: string): void {
  g.lineWidth = 2.2;
  g.lineCap = g.lineJoin = 'round';
  g.beginPath();
  if (state === 'en_route') { g.moveTo(9, 14); g.lineTo(12, 10); g.lineTo(15, 14); g.stroke(); }
  else if (state === 'on_scene') { g.arc(12, 12, 2.8, 0, Math.PI * 2); g.fill(); }
  else if (state === 'assigned') { g.moveTo(12, 8.5); g.lineTo(12, 12.5); g.moveTo(12, 15.5); g.lineTo(12, 15.6); g.stroke(); }
  else if (state === 'returning') { g.moveTo(9, 10); g.lineTo(12, 14); g.lineTo(15, 10); g.stroke(); }
  else if (state === 'off_shift') { g.moveTo(9, 12); g.lineTo(15, 12); g.stroke(); }
}

function unitSign(kind: string, state: string, stale: boolean, theme: Theme): ImageData {
  const colour = unitColours[theme][state]!;
  const ink = theme === 'dark' ? '#0b1218' : '#ffffff';
  return draw(24, 24, (g) => {
    outline(g, kind);
    g.fillStyle = stale ? ink : colour;
    g.fill();
    g.lineWidth = stale ? 2 : 1.5;
    if (stale) g.setLineDash([3, 2.5]);
    g.strokeStyle = stale ? colour : ink;
    g.stroke();
    g.setLineDash([]);
    g.strokeStyle = g.fillStyle = stale ? colour : ink;
    mark(g, state);
  });
}

function incidentSign(priority: number, waiting: boolean, theme: Theme): ImageData {
  const colour = priorityColours[theme][priority - 1]!;
  const ink = theme === 'dark' ? '#10161c' : '#ffffff';
  return draw(28, 34, (g) => {
    g.beginPath();
    g.arc(14, 13, 11, Math.PI * 0.8, Math.PI * 0.2);
    g.lineTo(14, 32);
    g.closePath();
    g.fillStyle = waiting ? colour : ink;
    g.fill();
    g.lineWidth = 2;
    g.strokeStyle = waiting ? ink : colour;
    g.stroke();
    g.fillStyle = waiting ? ink : colour;
    g.font = 'bold 14px system-ui, sans-serif';
    g.textAlign = 'center';
    g.textBaseline = 'middle';
    g.fillText(String(priority), 14, 13.5);
  });
}

function pickSign(theme: Theme): ImageData {
  const colour = theme === 'dark' ? '#ffd166' : '#a35c00';
  return draw(28, 34, (g) => {
    g.beginPath();
    g.arc(14, 13, 10, Math.PI * 0.8, Math.PI * 0.2);
    g.lineTo(14, 32);
    g.closePath();
    g.fillStyle = theme === 'dark' ? '#10161c' : '#ffffff';
    g.fill();
    g.lineWidth = 3;
    g.strokeStyle = colour;
    g.stroke();
    g.beginPath();
    g.arc(14, 13, 3.5, 0, Math.PI * 2);
    g.fillStyle = colour;
    g.fill();
  });
}

function closureSign(theme: Theme): ImageData {
  const red = theme === 'dark' ? '#ff6b5e' : '#c62f22';
  return draw(20, 20, (g) => {
    g.beginPath();
    g.arc(10, 10, 8, 0, Math.PI * 2);
    g.fillStyle = red;
    g.fill();
    g.fillStyle = '#ffffff';
    g.fillRect(5, 8.5, 10, 3);
  });
}

const placeLetters: Record<string, string> = { police: '警', fire: '消', hospital: '医', school: '学', camera: '摄', other: '•' };
function placeSign(kind: string, theme: Theme): ImageData {
  return draw(20, 20, (g) => {
    g.beginPath();
    g.roundRect(1.5, 1.5, 17, 17, 4);
    g.fillStyle = theme === 'dark' ? '#26343f' : '#ffffff';
    g.fill();
    g.lineWidth = 1;
    g.strokeStyle = theme === 'dark' ? '#7f93a5' : '#5b6a78';
    g.stroke();
    g.fillStyle = theme === 'dark' ? '#dbe6ef' : '#25313b';
    g.font = '11px system-ui, "Noto Sans CJK SC", sans-serif';
    g.textAlign = 'center';
    g.textBaseline = 'middle';
    g.fillText(placeLetters[kind] ?? '•', 10, 10.5);
  });
}
export const placeIcon = (kind: string): string =>
  kind.includes('police') ? 'police' : kind.includes('fire') ? 'fire' : kind.includes('hospital') || kind.includes('clinic') ? 'hospital'
    : kind.includes('school') ? 'school' : kind.includes('camera') ? 'camera' : 'other';

// A matter: a sheet with a folded corner; a late one is full and has a mark, one under listed supervision has a bar.
function matterSign(state: 'open' | 'late' | 'listed', theme: Theme): ImageData {
  const p = mapPalettes[theme];
  const colour = state === 'open' ? p.matter : p.matter_late;
  return draw(22, 22, (g) => {
    g.beginPath();
    g.moveTo(4.5, 2.5); g.lineTo(13, 2.5); g.lineTo(17.5, 7); g.lineTo(17.5, 19.5); g.lineTo(4.5, 19.5);
    g.closePath();
    g.fillStyle = state === 'late' ? colour : p.matter_fill;
    g.fill();
    g.lineWidth = 2;
    g.strokeStyle = colour;
    g.stroke();
    g.strokeStyle = state === 'late' ? p.matter_fill : colour;
    g.beginPath();
    if (state === 'late') { g.moveTo(11, 7); g.lineTo(11, 13); g.moveTo(11, 15.8); g.lineTo(11, 16); }
    else { g.moveTo(7.5, 10.5); g.lineTo(14.5, 10.5); g.moveTo(7.5, 14.5); g.lineTo(state === 'listed' ? 14.5 : 12, 14.5); }
    g.stroke();
  });
}

export function signs(theme: Theme): Sign[] {
  const all: Sign[] = [{ name: 'pick', image: pickSign(theme) }, { name: 'closure', image: closureSign(theme) }];
  for (const kind of ['car', 'motorcycle', 'foot'])
    for (const state of Object.keys(unitColours.dark))
      for (const stale of [false, true])
        all.push({ name: `unit-${kind}-${state}${stale ? '-stale' : ''}`, image: unitSign(kind, state, stale, theme) });
  for (const priority of [1, 2, 3, 4])
    for (const waiting of [true, false])
      all.push({ name: `incident-${priority}${waiting ? '-waiting' : ''}`, image: incidentSign(priority, waiting, theme) });
  for (const kind of Object.keys(placeLetters)) all.push({ name: `place-${kind}`, image: placeSign(kind, theme) });
  all.push({ name: 'matter', image: matterSign('open', theme) }, { name: 'matter-late', image: matterSign('late', theme) }, { name: 'matter-listed', image: matterSign('listed', theme) });
  return all;
}
