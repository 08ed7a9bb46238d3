import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapView } from 'maplibre-gl';
import { staleAfter_s } from '../live/merge.ts';
import { offShift, stateOrder, type UnitField } from '../live/unit_field.ts';
import { strength } from './detail.ts';
import { fromAnchor, mercatorX, mercatorY, overEverything, programOf, rgb } from './gl_program.ts';
import { unitColours } from './palette.ts';

// All units as round dots in one draw call: one buffer, filled anew and sent to the graphics card once an update.
// A vertex is two floats (Mercator, counted from an anchor so that floats suffice at any zoom) and four bytes of colour.
const bytes = 12;

const vertexShader = `#version 300 es
in vec2 place; in vec4 colour;
uniform mat4 matrix; uniform float size;
out vec4 tint;
void main() { tint = colour; gl_Position = matrix * vec4(place, 0.0, 1.0); gl_PointSize = size; }`;
const pixelShader = `#version 300 es
precision highp float;
in vec4 tint; uniform vec3 rim; uniform float size; out vec4 pixel;
void main() {
  float far = length(gl_PointCoord - 0.5) * size;
  float outer = clamp(size * 0.5 - far, 0.0, 1.0);
  float inner = clamp(size * 0.5 - 1.3 - far, 0.0, 1.0);
  pixel = vec4(mix(rim, tint.rgb, inner), 1.0) * outer * tint.a;
}`;

export interface Dots { data: ArrayBuffer; count: number; anchor: [number, number] }

// Fills the buffer from the field; it grows by itself and is used again. Off-shift units are not drawn.
export function fillDots(dots: Dots, field: UnitField, now_ms: number, theme: 'dark' | 'light'): void {
  if (dots.data.byteLength < field.count * bytes) dots.data = new ArrayBuffer(Math.ceil((field.count * bytes * 1.5) / 12) * 12);
  const floats = new Float32Array(dots.data), colours = new Uint8Array(dots.data);
  const table = stateOrder.map((state) => rgb(unitColours[theme][state]!)), grey = rgb(unitColours[theme].off_shift!);
  if (field.count) dots.anchor = [mercatorX(field.lon[0]!), mercatorY(field.lat[0]!)];
  let count = 0;
  for (let at = 0; at < field.count; at++) {
    if (!field.shown[at] || field.state[at] === offShift) continue;
    const age_s = (now_ms - field.at_ms[at]!) / 1000;
    const colour = age_s > staleAfter_s ? grey : table[field.state[at]!]!;
    floats[count * 3] = mercatorX(field.lon[at]!) - dots.anchor[0];
    floats[count * 3 + 1] = mercatorY(field.lat[at]!) - dots.anchor[1];
    const byte = count * bytes + 8;
    colours[byte] = colour[0]; colours[byte + 1] = colour[1]; colours[byte + 2] = colour[2];
    colours[byte + 3] = Math.round(strength(age_s) * 255);
    count++;
  }
  dots.count = count;
}

export class UnitDots implements CustomLayerInterface {
  readonly id = 'unit-dots';
  readonly type = 'custom' as const;
  private readonly dots: Dots = { data: new ArrayBuffer(0), count: 0, anchor: [0, 0] };
  private dirty = false;
  private theme: 'dark' | 'light' = 'dark';
  private map: MapView | undefined;
  private program: WebGLProgram | null = null;
  private buffer: WebGLBuffer | null = null;
  private array: WebGLVertexArrayObject | null = null;
  private held = 0; // bytes the graphics card's buffer has room for

  get count(): number { return this.dots.count; }

  show(field: UnitField | undefined, now_ms: number, theme: 'dark' | 'light'): void {
    this.theme = theme;
    if (!field && this.dots.count === 0) return;
    if (field) fillDots(this.dots, field, now_ms, theme);
    else this.dots.count = 0;
    this.dirty = true;
    this.map?.triggerRepaint();
  }

  onAdd(map: MapView, gl: WebGL2RenderingContext): void {
    this.map = map;
    const program = programOf(gl, vertexShader, pixelShader);
    this.program = program;
    this.buffer = gl.createBuffer();
    this.array = gl.createVertexArray();
    gl.bindVertexArray(this.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    const place = gl.getAttribLocation(program, 'place'), colour = gl.getAttribLocation(program, 'colour');
    gl.enableVertexAttribArray(place);
    gl.vertexAttribPointer(place, 2, gl.FLOAT, false, bytes, 0);
    gl.enableVertexAttribArray(colour);
    gl.vertexAttribPointer(colour, 4, gl.UNSIGNED_BYTE, true, bytes, 8);
    gl.bindVertexArray(null);
    this.held = 0;
    this.dirty = true;
  }

  onRemove(_map: MapView, gl: WebGL2RenderingContext): void {
    gl.deleteProgram(this.program);
    gl.deleteBuffer(this.buffer);
    gl.deleteVertexArray(this.array);
    this.program = this.buffer = this.array = null;
    this.map = undefined;
  }

  render(gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void {
    const { count, data, anchor } = this.dots;
    if (!this.program || count === 0) return;
    gl.useProgram(this.program);
    gl.bindVertexArray(this.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    if (this.dirty) this.upload(gl, new Uint8Array(data, 0, count * bytes));
    const zoom = this.map?.getZoom() ?? 12, ratio = this.map?.getPixelRatio() ?? 1;
    const size = Math.min(11, Math.max(5, 5 + (zoom - 10) * 1.2)) * ratio;
    const rim = rgb(this.theme === 'dark' ? '#0b1218' : '#ffffff').map((part) => part / 255) as [number, number, number];
    gl.uniformMatrix4fv(gl.getUniformLocation(this.program, 'matrix'), false, fromAnchor(input.defaultProjectionData.mainMatrix as ArrayLike<number>, anchor));
    gl.uniform1f(gl.getUniformLocation(this.program, 'size'), size);
    gl.uniform3f(gl.getUniformLocation(this.program, 'rim'), ...rim);
    overEverything(gl);
    gl.drawArrays(gl.POINTS, 0, count);
    gl.bindVertexArray(null);
  }

  private upload(gl: WebGL2RenderingContext, data: Uint8Array): void {
    if (data.byteLength > this.held) {
      this.held = Math.ceil(data.byteLength * 1.5);
      gl.bufferData(gl.ARRAY_BUFFER, this.held, gl.DYNAMIC_DRAW);
    }
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, data);
    this.dirty = false;
  }
}
