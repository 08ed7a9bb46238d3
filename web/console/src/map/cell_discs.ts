import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapView } from 'maplibre-gl';
import { stateOrder, type Cell } from '../live/unit_field.ts';
import { fromAnchor, mercatorX, mercatorY, overEverything, programOf, rgb } from './gl_program.ts';
import { mapPalettes, unitColours } from './palette.ts';

// Cells of many units as discs with their count, in one draw call. The map's own text would be laid out anew each
// second for hundreds of cells; here a figure is a point with a digit of one small picture.
const columns = 6;            // x, y, shift in pixels, size in pixels, digit (-1: the disc), four bytes of colour
const digits = '0123456789k';
const digitWidth = 7.5, digitSize = 16;
type Theme = 'dark' | 'light';

const vertexShader = `#version 300 es
in vec2 place; in vec3 shape; in vec4 colour;
uniform mat4 matrix; uniform vec2 view; uniform float ratio;
out vec4 tint; out float digit; out float across;
void main() {
  tint = colour; digit = shape.z; across = shape.y * ratio;
  gl_Position = matrix * vec4(place, 0.0, 1.0);
  gl_Position.x += shape.x * ratio * 2.0 / view.x * gl_Position.w;
  gl_PointSize = across;
}`;
const pixelShader = `#version 300 es
precision highp float;
in vec4 tint; in float digit; in float across;
uniform sampler2D picture; uniform vec3 ground; uniform vec3 ink; out vec4 pixel;
void main() {
  if (digit >= 0.0) { float seen = texture(picture, vec2((digit + gl_PointCoord.x) / ${digits.length}.0, gl_PointCoord.y)).a; pixel = vec4(ink, 1.0) * seen; return; }
  float far = length(gl_PointCoord - 0.5) * across;
  float outer = clamp(across * 0.5 - far, 0.0, 1.0), inner = clamp(across * 0.5 - 3.0 - far, 0.0, 1.0);
  pixel = vec4(mix(tint.rgb, ground, inner), 1.0) * outer * mix(1.0, 0.86, inner);
}`;

export const countText = (count: number): string => (count < 10_000 ? String(count) : `${Math.round(count / 1000)}k`);
export const discSize = (count: number): number => Math.min(66, 22 + 4.2 * Math.log2(Math.max(1, count)));
// The rim tells the best state there is one of, so that green means "somebody free in here".
export const bestState = (by_state: number[]): string => stateOrder[by_state.findIndex((some) => some > 0)] ?? 'off_shift';

export interface Discs { data: Float32Array; count: number; anchor: [number, number] }
export function discsOf(cells: Cell[], theme: Theme): Discs {
  const first = cells[0], anchor: [number, number] = first ? [mercatorX(first.lon), mercatorY(first.lat)] : [0, 0];
  const points = cells.reduce((sum, cell) => sum + 1 + countText(cell.count).length, 0);
  const data = new Float32Array(points * columns), bytes = new Uint8Array(data.buffer);
  let at = 0;
  const put = (cell: Cell, shift: number, size: number, digit: number): void => {
    data.set([mercatorX(cell.lon) - anchor[0], mercatorY(cell.lat) - anchor[1], shift, size, digit], at * columns);
    bytes.set([...rgb(unitColours[theme][bestState(cell.by_state)]!), 255], at * columns * 4 + 20);
    at++;
  };
  // Small ones last, so that none hides behind a big one; each figure right after its disc.
  for (const cell of [...cells].sort((a, b) => b.count - a.count)) {
    const text = countText(cell.count);
    put(cell, 0, discSize(cell.count), -1);
    [...text].forEach((sign, index) => put(cell, (index - (text.length - 1) / 2) * digitWidth, digitSize, digits.indexOf(sign)));
  }
  return { data, count: at, anchor };
}

function drawDigits(): HTMLCanvasElement {
  const canvas = document.createElement('canvas'), side = digitSize * 2;
  canvas.width = side * digits.length;
  canvas.height = side;
  const g = canvas.getContext('2d')!;
  g.font = `600 ${side * 0.78}px system-ui, sans-serif`;
  g.textAlign = 'center';
  g.textBaseline = 'middle';
  g.fillStyle = '#ffffff';
  [...digits].forEach((sign, index) => g.fillText(sign, (index + 0.5) * side, side * 0.54));
  return canvas;
}

export class CellDiscs implements CustomLayerInterface {
  readonly id = 'cell-discs';
  readonly type = 'custom' as const;
  private discs: Discs = { data: new Float32Array(0), count: 0, anchor: [0, 0] };
  private shown: Cell[] = [];
  private theme: Theme = 'dark';
  private dirty = false;
  private map: MapView | undefined;
  private program: WebGLProgram | undefined;
  private buffer: WebGLBuffer | null = null;
  private array: WebGLVertexArrayObject | null = null;
  private picture: WebGLTexture | null = null;

  show(cells: Cell[], theme: Theme): void {
    if (cells === this.shown && theme === this.theme) return;
    this.shown = cells;
    this.theme = theme;
    this.discs = discsOf(cells, theme);
    this.dirty = true;
    this.map?.triggerRepaint();
  }

  onAdd(map: MapView, gl: WebGL2RenderingContext): void {
    this.map = map;
    this.program = programOf(gl, vertexShader, pixelShader);
    this.buffer = gl.createBuffer();
    this.array = gl.createVertexArray();
    gl.bindVertexArray(this.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    for (const [name, size, kind, from] of [['place', 2, gl.FLOAT, 0], ['shape', 3, gl.FLOAT, 8], ['colour', 4, gl.UNSIGNED_BYTE, 20]] as const) {
      const where = gl.getAttribLocation(this.program, name);
      gl.enableVertexAttribArray(where);
      gl.vertexAttribPointer(where, size, kind, kind !== gl.FLOAT, columns * 4, from);
    }
    gl.bindVertexArray(null);
    this.picture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, this.picture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, drawDigits());
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    gl.bindTexture(gl.TEXTURE_2D, null);
    this.dirty = true;
  }

  onRemove(_map: MapView, gl: WebGL2RenderingContext): void {
    gl.deleteProgram(this.program ?? null);
    gl.deleteBuffer(this.buffer);
    gl.deleteVertexArray(this.array);
    gl.deleteTexture(this.picture);
    this.program = this.map = undefined;
  }

  render(gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void {
    const { program, discs } = this;
    if (!program || discs.count === 0) return;
    gl.useProgram(program);
    gl.bindVertexArray(this.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    if (this.dirty) gl.bufferData(gl.ARRAY_BUFFER, discs.data, gl.DYNAMIC_DRAW);
    this.dirty = false;
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.picture);
    const place = (name: string): WebGLUniformLocation | null => gl.getUniformLocation(program, name);
    const colour = (hex: string): [number, number, number] => rgb(hex).map((part) => part / 255) as [number, number, number];
    gl.uniformMatrix4fv(place('matrix'), false, fromAnchor(input.defaultProjectionData.mainMatrix as ArrayLike<number>, discs.anchor));
    gl.uniform2f(place('view'), gl.drawingBufferWidth, gl.drawingBufferHeight);
    gl.uniform1f(place('ratio'), this.map?.getPixelRatio() ?? 1);
    gl.uniform1i(place('picture'), 0);
    gl.uniform3f(place('ground'), ...colour(mapPalettes[this.theme].halo));
    gl.uniform3f(place('ink'), ...colour(mapPalettes[this.theme].place_text));
    overEverything(gl);
    gl.drawArrays(gl.POINTS, 0, discs.count);
    gl.bindVertexArray(null);
    gl.bindTexture(gl.TEXTURE_2D, null);
  }
}
