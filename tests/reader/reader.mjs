// A second reader of records, written from docs/format.md alone. Needs Node and nothing else.
//
//   node reader.mjs DOSSIER                                          the whole log of a dossier
//   node reader.mjs --record FILE [--disclosures FILE] [--keys DIR]  one leaf; with keys also its signatures
//
// Prints a summary line and exits with 0, or "FAIL leaf N: why" and exits with 1; 2 for bad usage.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const need = (good, why) => { if (!good) throw new Error(why); };
const utf8 = bytes => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
const isText = value => typeof value === 'string';
const isMap = value => typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = value => Number.isInteger(value) && value >= 0;

// One spelling of base64 and of base64url: what encoding the bytes again would write.
function decode(text, encoding, length) {
  const bytes = isText(text) ? Buffer.from(text, encoding) : Buffer.alloc(0);
  return isText(text) && bytes.toString(encoding) === text && (length === undefined || bytes.length === length) ? bytes : null;
}

const isDigest = text => decode(text, 'base64url', 32) !== null;
const isRecordId = text => isText(text) && text.startsWith('r-') && isDigest(text.slice(2));

// "Canonical JSON": what is read must be, byte for byte, what is written.
function canonical(value, depth = 0) {
  need(depth <= 32, 'JSON nests deeper than 32');
  if (isText(value)) {
    need(value.isWellFormed?.() ?? !/[\ud800-\udfff]/u.test(value), 'half of a surrogate pair');
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    need(Number.isSafeInteger(value), 'a number is not whole and within 2^53 - 1');
    return String(value);
  }
  if (typeof value === 'boolean') return String(value);
  need(value !== null, 'null');
  if (Array.isArray(value)) return `[${value.map(item => canonical(item, depth + 1)).join(',')}]`;
  const names = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  need(names.every(name => /^[\x00-\x7f]*$/.test(name)), 'a member name is not ASCII');
  return `{${names.map(name => `${JSON.stringify(name)}:${canonical(value[name], depth + 1)}`).join(',')}}`;
}

function parse(text) {
  // Object.create(null): a member called __proto__ is a member like any other.
  const value = JSON.parse(text, (_, item) => (isMap(item) ? Object.assign(Object.create(null), item) : item));
  need(canonical(value) === text, 'JSON is not in its canonical form');
  return value;
}

// "Keys": NAME+ID+BASE64, the ID being the first four bytes of SHA-256(NAME LF type key).
function readKey(text) {
  const [, name, id, base64] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const typed = decode(base64, 'base64', 33);
  need(typed && typed[0] === 1, 'no Ed25519 key');
  need(sha256(name, '\n', typed).toString('hex', 0, 4) === id, 'the key ID is not that of the key');
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), typed.subarray(1)]);
  return { name, id, typed, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

function authorKey(text) {
  const key = readKey(text);
  need(`k-${sha256(key.typed).toString('base64url').slice(0, 22)}` === key.name, 'a key is not named after itself');
  return key;
}

// A C2SP signed note: text, empty line, signature lines.
function readNote(bytes) {
  for (const byte of bytes) need(byte >= 0x20 || byte === 0x0a, 'a control character');
  const note = utf8(bytes);
  const division = note.lastIndexOf('\n\n');
  need(division >= 0 && note.endsWith('\n') && division + 2 < note.length, 'no signature lines behind an empty line');
  const lines = note.slice(division + 2, -1).split('\n').map(line => {
    const [, name, base64] = /^\u2014 ([^\s+]+) (\S+)$/u.exec(line) ?? [];
    const blob = decode(base64, 'base64');
    need(name && blob && blob.length > 4, 'a signature line is not "— NAME BASE64"');
    return { name, id: blob.toString('hex', 0, 4), signature: blob.subarray(4) };
  });
  need(lines.length <= 100, 'more than 100 signature lines');
  return { text: note.slice(0, division + 1), lines };
}

// c2sp.org/tlog-policy, as octets: a key of any type, and who may stand in for whom.
function anyKey(text) {
  const [, name, id, base64] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const typed = decode(base64, 'base64');
  need(typed && sha256(name, '\n', typed).toString('hex', 0, 4) === id, 'no key, or not of its ID');
  return { name, id, typed };
}

function readPolicy(text) {
  const policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: undefined };
  const defined = name => policy.witnesses.has(name) || policy.groups.has(name);
  const members = new Set();
  need(text.endsWith('\n') && !/[\x00-\x08\x0b-\x1f\x7f]/.test(text), 'the policy holds control characters or no last line feed');
  for (const [what, ...items] of text.split('\n').map(line => line.split(/[ \t]+/).filter(item => item)).filter(items => items.length && items[0][0] !== '#')) {
    if (what === 'log' && [1, 2].includes(items.length)) policy.logs.push(items[0]);
    else if (what === 'witness' && [2, 3].includes(items.length) && items[0] !== 'none' && !defined(items[0])) policy.witnesses.set(items[0], anyKey(items[1]));
    else if (what === 'group' && items.length >= 3 && items[0] !== 'none' && !defined(items[0])) {
      const [name, k, ...of] = items;
      need(of.every(member => defined(member) && !members.has(member) && members.add(member)), `group ${name}: a member is unknown, or is one twice`);
      const threshold = k === 'all' ? of.length : k === 'any' ? 1 : /^[1-9]\d*$/.test(k) ? Number(k) : 0;
      need(threshold >= 1 && threshold <= of.length, `group ${name}: no threshold`);
      policy.groups.set(name, { threshold, of });
    } else if (what === 'quorum' && items.length === 1 && policy.quorum === undefined && (items[0] === 'none' || defined(items[0]))) [policy.quorum] = items;
    else need(false, `a line of the policy is none: ${what}`);
  }
  need(policy.quorum !== undefined, 'the policy has no quorum');
  return policy;
}

// "Cosigners": the log's lines first; lines of the policy's witnesses behind them verify, and are enough.
function checkCosigners(note, open, remarks) {
  const own = open.logKeys.map(anyKey);
  const is = (line, key) => line.name === key.name && line.id === key.id;
  need(own.every((key, i) => note.lines[i] && is(note.lines[i], key)), 'the first lines of the checkpoint are not those of the log keys');
  const behind = note.lines.slice(own.length);
  need(!behind.some(line => own.some(key => is(line, key))), 'a line of the log stands twice');
  if (open.policy === undefined) return;
  const policy = readPolicy(open.policy);
  need(policy.logs.join() === open.logKeys.join(), 'the logs of the policy are not the log keys of leaf 0');
  const [signed, perhaps] = [new Set(), new Set()];
  for (const [name, key] of policy.witnesses) {
    for (const line of behind.filter(one => is(one, key))) {
      perhaps.add(name);
      if (key.typed[0] !== 4) continue;
      const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.typed.subarray(1)]);
      const text = `cosignature/v1\ntime ${line.signature.length === 72 ? line.signature.readBigUInt64BE() : ''}\n${note.text}`;
      need(verify(null, Buffer.from(text), createPublicKey({ key: der, format: 'der', type: 'spki' }), line.signature.subarray(8)), `the cosignature of ${name} does not verify`);
      signed.add(name);
    }
  }
  const met = (name, by) => name === 'none' || by.has(name)
    || (policy.groups.get(name)?.of.filter(member => met(member, by)).length ?? -1) >= (policy.groups.get(name)?.threshold ?? 0);
  need(met(policy.quorum, perhaps), "the quorum of the case's policy is not met");
  if (!met(policy.quorum, signed)) remarks.push('the quorum rests on a witness whose kind of key this reader does not check');
}

function isTime(text) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(Z|[+-](\d\d):(\d\d))$/.exec(text);
  if (!parts || parts[1] === '0000') return false;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number);
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  const offset = parts[7] === 'Z' ? 0 : (parts[7][0] === '-' ? -1 : 1) * (Number(parts[8]) * 60 + Number(parts[9]));
  const utc = new Date(local.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1000).getUTCFullYear();
  return local.getUTCMonth() === month - 1 && local.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
    && (parts[7] === 'Z' || (offset !== 0 && Math.abs(offset) <= 840 && Number(parts[9]) < 60)) && utc >= 1 && utc <= 9999;
}

function checkEnvelope(e) {
  const has = name => e[name] !== undefined;
  need(isMap(e), 'the JSON is not a map');
  for (const name of Object.keys(e)) {
    need(['_sd', 'by', 'case', 'corrects', 'made', 'open', 'prev', 'seen', 'seq'].includes(name), `an unknown member '${name}'`);
  }
  need(isText(e.case) && e.case.startsWith('c-') && decode(e.case.slice(2), 'base64url', 16), "'case' is no case");
  need(Array.isArray(e.by) && e.by.length >= 1 && e.by.length <= 16 && new Set(e.by).size === e.by.length, "'by' is not 1 to 16 keys");
  need(e.by.every(name => isText(name) && /^k-[A-Za-z0-9_-]{22}$/.test(name)), "'by' holds no key name");
  need(Array.isArray(e._sd) && e._sd.every(isDigest), "'_sd' is no list of digests");
  need(e._sd.every((digest, i) => i === 0 || e._sd[i - 1] < digest), "'_sd' is not sorted and unique");
  need(isCount(e.seq) && (e.seq === 0) === !has('prev'), "'prev' is absent at seq 0 and only there");
  need(!has('prev') || isRecordId(e.prev), "'prev' is no record");
  need(!has('corrects') || isRecordId(e.corrects), "'corrects' is no record");
  need(!has('open') || (isMap(e.open) && Object.keys(e.open).length > 0), "'open' is no map with members");
  need(isMap(e.made) && Object.keys(e.made).length === 2 && isText(e.made.at) && isTime(e.made.at)
    && ['device', 'gnss', 'ntp', 'manual'].includes(e.made.clock), "'made' is no time and clock");
  need(!has('seen') || (isMap(e.seen) && Object.keys(e.seen).length === 2 && isCount(e.seen.size) && isDigest(e.seen.root)), "'seen' is no size and root");
}

function readRecord(leaf, disclosures) {
  need(leaf.length <= 65535, 'a leaf is at most 65,535 bytes');
  const note = readNote(leaf);
  const [, type, major, json] = /^probatum\/([a-z-]+)@(0|[1-9]\d*)\n(.*)\n$/.exec(note.text) ?? [];
  need(json !== undefined && Number(major) < 2 ** 31, 'not a type line and a line of JSON');
  const envelope = parse(json);
  checkEnvelope(envelope);
  need(note.lines.length === envelope.by.length && note.lines.every((line, i) => line.name === envelope.by[i]),
    "the signature lines are not those of 'by', in that order");
  const members = new Map();
  const digests = new Set();
  for (const text of disclosures) {
    const opened = decode(text, 'base64url');
    need(opened && text.length <= 4 << 20, 'a disclosure is no base64url');
    const [salt, name, value, ...more] = parse(utf8(opened));
    need(decode(salt, 'base64url', 16) && isText(name) && value !== undefined && more.length === 0 && /^[\x00-\x7f]*$/.test(name),
      'a disclosure is not [salt, name, value]');
    const digest = sha256(text).toString('base64url');
    need(envelope._sd.includes(digest) && !digests.has(digest), `the disclosure of '${name}' is not of this record`);
    need(!members.has(name), `the member '${name}' is disclosed twice`);
    digests.add(digest);
    members.set(name, value);
  }
  return { id: `r-${sha256(note.text).toString('base64url')}`, type: `${type}@${major}`, envelope, note, members, digests };
}

function checkSignatures(record, keyOf) {
  for (const line of record.note.lines) {
    const key = keyOf(line.name);
    need(line.id === key.id, `the key ID of ${line.name} is another`);
    need(verify(null, Buffer.from(record.note.text), key.key, line.signature), `the signature of ${line.name} does not verify`);
  }
}

// RFC 6962, 2.1.
function root(hashes) {
  if (hashes.length < 2) return hashes[0] ?? sha256('');
  let half = 1;
  while (half * 2 < hashes.length) half *= 2;
  return sha256(Buffer.of(1), root(hashes.slice(0, half)), root(hashes.slice(half)));
}

function* entries(log, size) {
  for (let n = 0; n * 256 < size; n++) {
    const width = Math.min(256, size - n * 256);
    const groups = [String(n % 1000).padStart(3, '0')];
    for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000)) groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
    const bundle = readFileSync(join(log, 'tile/entries', ...groups) + (width < 256 ? `.p/${width}` : ''));
    let at = 0;
    for (let i = 0; i < width; i++) {
      need(at + 2 <= bundle.length && at + 2 + bundle.readUInt16BE(at) <= bundle.length, `the bundle ${n} is cut short`);
      const length = bundle.readUInt16BE(at);
      yield bundle.subarray(at + 2, at + 2 + length);
      at += 2 + length;
    }
    need(at === bundle.length, `bytes follow the entries of bundle ${n}`);
  }
}

const lines = file => { const text = utf8(readFileSync(file)); need(text === '' || text.endsWith('\n'), `${file} has no last line feed`); return text.split('\n').slice(0, -1); };

// Section 6: kind, the members that name the fact, its value, and what kinds share one fact under.
const facts = [
  ['claim-reviewed', 'claim', 'verdict speaker credibility'], ['finding-reviewed', 'finding', 'verdict'],
  ['echo-reviewed', 'from to', 'verdict sort'],
  ['party-described', 'party', 'name sort belongsTo reliability'], ['incident-opened', 'incident', 'label title when where'],
  ['sample-collected', 'sample', 'incident label matrix collector seal origin when where'],
  ['custody-transferred', 'sample from', 'to', 'custody'], ['custody-reported', 'sample from', 'to', 'custody'],
  ['sample-opened', 'sample', 'sealApplied', 'seal'], ['sample-split', 'sample', 'sealApplied aliquots', 'seal'],
  ['hypothesis-stated', 'key incident', 'text'], ['evidence-linked', 'item hypothesis incident', 'bearing'],
  ['key-registered', 'key', 'role party holder'], ['rules-adopted', '', 'tables'],
].map(([kind, key, value, fact]) => ({ kind: `${kind}@1`, key: key.split(' ').filter(Boolean), value: value.split(' '), fact: fact ?? kind }));

/** The leaves of each conflict. */
function conflicts(records) {
  const byId = new Map(records.map(record => [record.id, record]));
  const member = (record, name) => record.members.get(name) ?? record.envelope.open?.[name];
  const author = record => record.envelope.by[0];
  const size = ({ envelope: { seen }, index }) => (seen && seen.size <= index ? seen.size : 0);
  const upTo = record => records.filter(one => author(one) === author(record) && (one.envelope.seq < record.envelope.seq || one.id === record.id));
  const sees = (later, earlier) => upTo(later).some(one => earlier.index < size(one))
    || (author(earlier) === author(later) && earlier.envelope.seq < later.envelope.seq)
    || records.some(one => author(one) === author(later) && one.envelope.seq <= later.envelope.seq && one.envelope.corrects === earlier.id)
    || (author(earlier) !== author(later) && earlier.envelope.by.includes(author(later)) && earlier.index < later.index);
  const places = new Map();
  const write = (place, record, value) => {
    const all = places.get(place) ?? new Map();
    places.set(place, all.has(record.id) ? all : all.set(record.id, { record, value: canonical(value) }));
  };
  for (const record of records) {
    let first = record;
    for (let next = byId.get(first.envelope.corrects); next && next.index < first.index && next.type === record.type; next = byId.get(first.envelope.corrects)) first = next;
    for (const row of facts.filter(one => one.kind === record.type)) {
      for (const of of [first, record]) {
        const key = row.key.map(name => member(of, name));
        if (!key.includes(undefined)) write(canonical([row.fact, ...key]), record, row.value.map(name => [member(record, name)].filter(one => one !== undefined)));
      }
    }
    if (first !== record) {
      const { correctionReason, ...said } = { ...Object.fromEntries(record.members), ...record.envelope.open };
      write(`corrects ${first.id}`, record, said);
    }
  }
  const found = new Set();
  for (const all of places.values()) {
    const heads = [...all.values()].filter(one => ![...all.values()].some(other => other !== one && sees(other.record, one.record)));
    if (new Set(heads.map(one => one.value)).size > 1) found.add(heads.map(one => one.record.index).sort((a, b) => a - b).join(', '));
  }
  return [...found].sort();
}

function checkDossier(folder, fail) {
  const data = join(folder, 'data');
  const note = readNote(readFileSync(join(data, 'log/checkpoint')));
  const [origin, size, base64, ...rest] = note.text.split('\n');
  need(rest.length >= 1 && /^(0|[1-9]\d{0,15})$/.test(size) && decode(base64, 'base64', 32), 'no checkpoint');
  const logText = lines(join(data, 'keys/log.vkey'))[0];
  const logKey = readKey(logText);
  const signed = note.lines.find(line => line.name === logKey.name && line.id === logKey.id);
  need(logKey.name === origin && signed && verify(null, Buffer.from(note.text), logKey.key, signed.signature), 'the checkpoint is not signed by log.vkey');

  const withheld = parse(utf8(readFileSync(join(data, 'withheld.json'))));
  need(Array.isArray(withheld) && withheld.every(one => isMap(one) && Object.keys(one).sort().join() === 'digest,index,reason'
    && isCount(one.index) && one.index < size && isDigest(one.digest) && isText(one.reason)), 'withheld.json is no list of {index, digest, reason} of these leaves');
  for (const name of existsSync(join(data, 'disclosures')) ? readdirSync(join(data, 'disclosures')) : []) {
    need(/^(0|[1-9]\d*)\.txt$/.test(name) && Number(name.slice(0, -4)) < size, `disclosures/${name} is of no leaf`);
  }

  const [hashes, ids, keys, authors, remarks, records] = [[], new Set(), new Map(), new Map(), [], []];
  let [index, disclosed, caseId, open] = [0, 0, null, null];
  for (const leaf of entries(join(data, 'log'), Number(size))) {
    fail.at = `leaf ${index}`;
    hashes.push(sha256(Buffer.of(0), leaf));
    const file = join(data, `disclosures/${index}.txt`);
    const record = readRecord(leaf, existsSync(file) ? lines(file) : []);
    const { envelope: e, type, id } = record;
    const here = withheld.filter(one => one.index === index).map(one => one.digest);
    need([...record.digests, ...here].sort().join() === e._sd.join(), 'disclosed and withheld members are not those of _sd');
    disclosed += record.digests.size;
    need((index === 0) === (type === 'case-opened@1'), 'leaf 0, and only leaf 0, opens a case');
    caseId ??= e.case;
    open ??= e.open;
    need(e.case === caseId, 'the record is of another case');
    need(!ids.has(id), 'the same record stands twice');

    const added = type === 'case-opened@1' ? e.open?.owner : type === 'key-registered@1' ? e.open?.key : undefined;
    const key = added === undefined ? null : authorKey(added);
    need(type !== 'case-opened@1' || e.open?.logKeys?.[0] === logText, 'log.vkey is not the log key of leaf 0');
    need(type !== 'key-registered@1' || (e.by.includes(key?.name) && (e.by[0] !== key.name || keys.has(key.name))), 'a new key co-signs its own registration');
    const known = name => keys.get(name) ?? (key?.name === name ? key : null);
    for (const name of e.by) need(known(name) && !known(name).revoked, `the key ${name} is not registered or is revoked`);
    checkSignatures(record, known);
    if (key && !keys.has(key.name)) keys.set(key.name, key);
    if (type === 'key-revoked@1' && keys.has(e.open?.key)) keys.get(e.open.key).revoked = true;

    const author = authors.get(e.by[0]) ?? { next: 0, last: undefined, seqs: new Set() };
    if (author.seqs.has(e.seq)) remarks.push(`leaf ${index}: a second record number ${e.seq} of ${e.by[0]}`);
    else if (e.seq > author.next) remarks.push(`leaf ${index}: no record number ${author.next} of ${e.by[0]}`);
    else if (e.seq === author.next && e.prev !== author.last) remarks.push(`leaf ${index}: prev names another record`);
    if (e.seq + 1 >= author.next) [author.next, author.last] = [e.seq + 1, id];
    author.seqs.add(e.seq);
    authors.set(e.by[0], author);
    ids.add(id);
    records.push({ ...record, index });
    index++;
  }
  fail.at = 'log';
  need(root(hashes).toString('base64') === base64, 'the leaves do not hash to the root of the checkpoint');
  checkCosigners(note, open, remarks);
  const policy = join(data, 'keys/policy');
  need(open.policy === undefined || existsSync(policy), 'keys/policy is missing');
  need(!existsSync(policy) || readFileSync(policy, 'utf8') === (open.policy ?? `log ${logText}\nquorum none\n`), 'keys/policy is not what leaf 0 says');
  for (const name of readdirSync(join(data, 'keys')).filter(name => name.startsWith('k-'))) {
    need(keys.has(name.slice(0, -5)) && authorKey(lines(join(data, 'keys', name))[0]).name === name.slice(0, -5), `keys/${name} is no key of this case`);
  }
  conflicts(records).forEach(leaves => remarks.push(`leaves ${leaves} are a conflict`));
  remarks.forEach(remark => console.log(`note ${remark}`));
  return `good: ${index} records of ${caseId}, ${disclosed} members disclosed, ${withheld.length} withheld, ${remarks.length} notes`;
}

function checkOne(options) {
  const record = readRecord(readFileSync(options.record), options.disclosures ? lines(options.disclosures) : []);
  if (options.keys) {
    checkSignatures(record, name => {
      const file = join(options.keys, `${name}.vkey`);
      need(existsSync(file), `no key ${name}`);
      const key = authorKey(lines(file)[0]);
      need(key.name === name, `the key in ${name}.vkey has another name`);
      return key;
    });
  }
  return `good: ${record.id} ${record.type}, ${record.members.size} of ${record.envelope._sd.length} members disclosed`;
}

const args = process.argv.slice(2);
const options = {};
for (let i = 0; i < args.length; i++) {
  if (args[i].startsWith('--')) options[args[i].slice(2)] = args[++i];
  else options.dossier = args[i];
}
if (!options.dossier === !options.record) {
  console.error('usage: reader.mjs DOSSIER | --record FILE [--disclosures FILE] [--keys DIR]');
  process.exit(2);
}
const fail = { at: options.record ? 'leaf 0' : 'log' };
try {
  console.log(options.record ? checkOne(options) : checkDossier(options.dossier, fail));
} catch (error) {
  console.log(`FAIL ${fail.at}: ${error.message}`);
  process.exit(1);
}
