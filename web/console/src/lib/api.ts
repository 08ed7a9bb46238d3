import type { Problem } from '@shouwang/shared/api';

// One refusal, in the server's own words (RFC 9457), or status 0 when no answer came at all.
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail || problem.title || `HTTP ${problem.status}`);
    this.status = problem.status;
    this.problem = problem;
  }
  get unanswered(): boolean { return this.status === 0; }
}

// Whether the same question may be answered a little later: no answer, a busy server, a fault of its own.
export const mayPass = (failure: unknown): boolean => !(failure instanceof ApiError) || failure.unanswered || failure.status === 429 || failure.status >= 500;

export interface CallOptions {
  body?: unknown;
  key?: string;             // Idempotency-Key: the same key until an answer came
  version?: number | string; // If-Match
  signal?: AbortSignal;
  bearer?: string;          // another account's key, instead of this desk's session
  timeout_ms?: number;
}

// Called when an answer says that the session is over, and with each answer's Date (the server's clock).
export const hooks: { signedOut: () => void; serverTime: (server_ms: number, sent_ms: number, got_ms: number) => void } = {
  signedOut: () => {},
  serverTime: () => {},
};

async function problemOf(answer: Response): Promise<Problem> {
  try {
    const body = (await answer.json()) as Problem;
    return { ...body, status: answer.status };
  } catch {
    return { status: answer.status, title: answer.statusText };
  }
}

function requestOf(method: string, options: CallOptions): RequestInit {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['Content-Type'] = 'application/json';
  if (options.key) headers['Idempotency-Key'] = options.key;
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`;
  if (options.bearer) headers.Authorization = `Bearer ${options.bearer}`;
  const limit = AbortSignal.timeout(options.timeout_ms ?? 15_000);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  const init: RequestInit = { method, headers, signal, credentials: options.bearer ? 'omit' : 'same-origin', cache: 'no-store' };
  if (options.body !== undefined) init.body = JSON.stringify(options.body);
  else if (method !== 'GET' && method !== 'DELETE') init.body = '{}';
  return init;
}

export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  const sent_ms = Date.now();
  let answer: Response;
  try {
    answer = await fetch(path, requestOf(method, options));
  } catch (failure) {
    if (options.signal?.aborted) throw failure;
    throw new ApiError({ status: 0, code: 'unanswered' });
  }
  const date = Date.parse(answer.headers.get('date') ?? '');
  if (Number.isFinite(date)) hooks.serverTime(date, sent_ms, Date.now());
  if (!answer.ok) {
    const problem = await problemOf(answer);
    // A wrong password, or another account's key that ran out, says nothing of this desk's session.
    const elsewhere = options.bearer || (method === 'POST' && (path === '/api/session' || path === '/api/session/second-signature'));
    if (answer.status === 401 && !elsewhere) hooks.signedOut();
    throw new ApiError(problem);
  }
  if (answer.status === 204) return undefined as T;
  try {
    return (await answer.json()) as T;
  } catch {
    throw new ApiError({ status: 0, code: 'unanswered' });
  }
}

export const get = <T>(path: string, options?: CallOptions): Promise<T> => call<T>('GET', path, options);
export const post = <T>(path: string, body?: unknown, options?: CallOptions): Promise<T> => call<T>('POST', path, { ...options, body });

// A file's bytes in base64, a stretch at a time: one call cannot take a million arguments.
async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}

// Sends a list, CSV or XLSX: the server tells which by its bytes.
export async function sendFile<T>(path: string, file: File): Promise<T> {
  return post<T>(path, { name: file.name, base64: await base64Of(file) }, { key: newKey(), timeout_ms: 120_000 });
}

// A file as it is: bytes in the body, its name beside them.
export async function sendBytes<T>(path: string, file: File): Promise<T> {
  const headers = { Accept: 'application/json', 'Content-Type': file.type || 'application/octet-stream', 'X-File-Name': encodeURIComponent(file.name) };
  let answer: Response;
  try {
    answer = await fetch(path, { method: 'POST', headers, body: file, signal: AbortSignal.timeout(180_000), credentials: 'same-origin', cache: 'no-store' });
  } catch { throw new ApiError({ status: 0, code: 'unanswered' }); }
  if (answer.status === 401) hooks.signedOut();
  if (!answer.ok) throw new ApiError(await problemOf(answer));
  return (await answer.json()) as T;
}

// Saves an answer as a file. A refusal is thrown like that of any other call.
export async function saveAs(path: string, name: string): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(path, { signal: AbortSignal.timeout(60_000), credentials: 'same-origin', cache: 'no-store' });
  } catch { throw new ApiError({ status: 0, code: 'unanswered' }); }
  if (answer.status === 401) hooks.signedOut();
  if (!answer.ok) throw new ApiError(await problemOf(answer));
  const address = URL.createObjectURL(await answer.blob());
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export function query(path: string, values: Record<string, string | number | undefined | null>): string {
  const parts = Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  return parts.length ? `${path}?${parts.join('&')}` : path;
}

// Reads every page of a list, at most `limit` records: a desk shows what a person can look at, not a whole archive.
export async function listAll<T>(path: string, limit = 5000): Promise<T[]> {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const page: { items: T[]; next?: string | null } = await get(`${path}${path.includes('?') ? '&' : '?'}limit=500${after ? `&after=${encodeURIComponent(after)}` : ''}`);
    items.push(...page.items);
    after = page.next ?? undefined;
  } while (after && items.length < limit);
  return items;
}

export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  // randomUUID is missing on plain http:// pages of a town's own network; getRandomValues is not.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
