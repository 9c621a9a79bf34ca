// Runs the verifier apart from the page, so that the page stays at hand and the work can be ended at any time.
import { dotnet } from './_framework/dotnet.js';

// Files are read in blocks: what a dossier holds lies in order, and most of it is short.
const BLOCK = 1 << 18;
const reader = new FileReaderSync();
let files = [];
let block = { file: -1, at: 0, bytes: new Uint8Array(0) };

function stretch(file, from, to) {
  return new Uint8Array(reader.readAsArrayBuffer(files[file].slice(from, to)));
}

function read(file, at, into) {
  if (into.length >= BLOCK) {
    const bytes = stretch(file, at, at + into.length);
    into.set(bytes);
    return bytes.length;
  }

  if (block.file !== file || at < block.at || at >= block.at + block.bytes.length) {
    block = { file, at, bytes: stretch(file, at, at + BLOCK) };
  }

  const from = at - block.at;
  const bytes = block.bytes.subarray(from, from + into.length);
  into.set(bytes);
  return bytes.length;
}

// Long files are hashed by the browser itself, which is many times as fast as a program in it; too long ones are not held in memory.
const LONG = 1 << 20;
const TOO_LONG = 1 << 29;
const TABLE = Int32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) {
    n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  }

  return n;
});
let digests = new Map();

/** CRC-32 as ZIP has it (ISO 3309). */
function crc32(bytes) {
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) {
    crc = TABLE[(crc ^ bytes[i]) & 0xff] ^ (crc >>> 8);
  }

  return ~crc;
}

const hex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');

async function takeDigests(isZip) {
  digests = new Map();
  if (!globalThis.crypto?.subtle) {
    return;
  }

  const pairs = isZip ? Probatum.Field.VerifyPage.Stretches(files[0].size) : files.flatMap(file => [0, file.size]);
  const long = [];
  for (let i = 0; i < pairs.length; i += 2) {
    if (pairs[i + 1] >= LONG && pairs[i + 1] <= TOO_LONG) {
      long.push([isZip ? 0 : i / 2, pairs[i], pairs[i + 1]]);
    }
  }

  const all = long.reduce((sum, [, , length]) => sum + length, 0);
  let done = 0;
  for (const [file, at, length] of long) {
    let bytes;
    try {
      bytes = await files[file].slice(at, at + length).arrayBuffer();
    } catch {
      // There is no memory for it, or the file is gone: the verifier reads in small pieces, and says what is wrong.
      return;
    }

    const sha256 = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const crc = new DataView(new ArrayBuffer(4));
    crc.setInt32(0, isZip ? crc32(new Uint8Array(bytes)) : 0);
    digests.set(`${file} ${at} ${length}`, hex(sha256) + hex(new Uint8Array(crc.buffer)));
    postMessage({ digested: (done += length) / all });
  }
}

const { getAssemblyExports, setModuleImports, getConfig } = await dotnet.create();
setModuleImports('page', { read, digest: (file, at, length) => digests.get(`${file} ${at} ${length}`) ?? '', progress: done => postMessage({ progress: done }) });
const { Probatum } = await getAssemblyExports(getConfig().mainAssemblyName);

onmessage = async ({ data }) => {
  files = data.files;
  block = { file: -1, at: 0, bytes: new Uint8Array(0) };
  try {
    const { Refused, Check } = Probatum.Field.VerifyPage;
    const sizes = files.map(file => file.size);
    let result = Refused(data.name, sizes, data.policy);
    if (!result) {
      await takeDigests(data.isZip);
      result = Check(data.name, data.isZip, data.paths, sizes, data.emptyFolders, data.policy);
    }

    postMessage({ result });
  } catch (error) {
    // A fault of the program, not of the dossier: nothing may be concluded from it.
    postMessage({ broken: String(error?.message ?? error) });
  }
};
postMessage({ ready: true });
