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

const { getAssemblyExports, setModuleImports, getConfig, runMain } = await dotnet.create();
setModuleImports('page', { read, progress: done => postMessage({ progress: done }) });
const { Probatum } = await getAssemblyExports(getConfig().mainAssemblyName);

onmessage = ({ data }) => {
  files = data.files;
  block = { file: -1, at: 0, bytes: new Uint8Array(0) };
  try {
    postMessage({ result: Probatum.Field.VerifyPage.Check(data.name, data.isZip, data.paths, files.map(file => file.size), data.emptyFolders, data.policy) });
  } catch (error) {
    // A fault of the program, not of the dossier: nothing may be concluded from it.
    postMessage({ broken: String(error?.message ?? error) });
  }
};
postMessage({ ready: true });
