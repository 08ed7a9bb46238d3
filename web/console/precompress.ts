import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const worthwhile = /\.(html|js|mjs|css|svg|json|txt|webmanifest)$/;

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

// Writes NAME.gz and NAME.br beside each text file of the build, so that the server sends ready bytes and never
// compresses while it answers. A form that is not smaller than the file itself is not written.
export function precompress(): Plugin {
  let folder = 'dist';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) { folder = join(config.root, config.build.outDir); },
    closeBundle() {
      for (const path of filesBelow(folder).filter((name) => worthwhile.test(name))) {
        const plain = readFileSync(path);
        const gzip = gzipSync(plain, { level: 9 });
        const brotli = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
        if (gzip.length < plain.length) writeFileSync(`${path}.gz`, gzip);
        if (brotli.length < plain.length) writeFileSync(`${path}.br`, brotli);
      }
    },
  };
}
