// A refused catalogue names each fault as "file:line: what is wrong, and what to do （the same in Chinese, in general）", one after the
// other. Pure.
export interface Fault { file: string; line: number; text: string; zh?: string }
const start = /(?:^|; )([^\s;:]+\.ya?ml):(\d+): /g;

export function faultsOf(detail: string): Fault[] {
  const heads = [...detail.matchAll(start)];
  return heads.map((head, at) => {
    const from = head.index + head[0].length, to = heads[at + 1]?.index ?? detail.length;
    const said = detail.slice(from, to).trim(), both = / （([^（）]+)）(; and \d+ more)?$/.exec(said);
    return { file: shortFile(head[1]!), line: Number(head[2]), text: both ? said.slice(0, both.index) + (both[2] ?? '') : said, ...(both ? { zh: both[1]! } : {}) };
  });
}
// Whoever mends it knows the folder; which one it is on the server is not for everyone.
export const shortFile = (file: string): string => file.replace(/^.*\/catalogue\//, '');
