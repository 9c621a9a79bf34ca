const $ = id => document.getElementById(id);
const sections = ['choose', 'working', 'refused', 'result'];

let worker = null;
let ready = null;
let working = false;
let result = null;

/** Starts the verifier; the promise is kept when it can be given work. */
function start() {
  worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  ready = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => data.ready && resolve();
    worker.onerror = event => reject(new Error(event.message ?? 'it could not be loaded'));
  });
  ready.then(() => { document.querySelector('main').dataset.ready = ''; }, () => { });
}

/** Counts what came out, for whoever drives the page from outside. */
function done() {
  const { dataset } = document.querySelector('main');
  dataset.checked = Number(dataset.checked ?? 0) + 1;
}

/** Shows these sections and no others; one way of telling what is going on for everybody. */
function show(...shown) {
  for (const id of sections) {
    $(id).hidden = !shown.includes(id);
  }
}

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }

  element.append(...children);
  return element;
}

/** A text of somebody else's, or one that must not be turned: it keeps its own direction. */
function foreign(text, tag = 'bdi') {
  const element = make(tag, '', text);
  element.dir = 'auto';
  return element;
}

function refuse(words) {
  $('refused-words').textContent = words;
  show('choose', 'refused');
  $('refused-heading').focus();
  done();
}

async function check(dossier) {
  working = true;
  result = null;
  $('working-name').textContent = dossier.name;
  $('bar').removeAttribute('value');
  $('step').textContent = 'Loading the verifier';
  show('working');
  $('working-heading').focus();
  try {
    await ready;
  } catch (error) {
    working = false;
    refuse(`The verifier can't be started in this browser: ${error.message}`);
    return;
  }

  if (!working) {
    return;
  }

  $('step').textContent = 'Reading and hashing every file';
  worker.onmessage = ({ data }) => {
    if ('digested' in data) {
      $('bar').value = Math.floor(100 * data.digested);
      return;
    }

    if ('progress' in data) {
      $('bar').value = Math.floor(100 * data.progress);
      if (data.progress >= 1) {
        $('bar').removeAttribute('value');
        $('step').textContent = 'Every file is hashed. Now the log, the records, and what follows from them';
      }

      return;
    }

    working = false;
    if (data.broken) {
      end();
      refuse(`The verifier itself failed, so nothing can be said of the dossier. Check it with probatum verify. (${data.broken})`);
    } else {
      tell(JSON.parse(data.result));
    }
  };
  worker.onerror = event => {
    working = false;
    end();
    refuse(`The verifier itself failed, so nothing can be said of the dossier. Check it with probatum verify. (${event.message ?? 'it ran out of memory'})`);
  };
  worker.postMessage({ ...dossier, policy: $('policy').value });
}

/** Ends the verifier, whatever it does, and starts another. */
function end() {
  worker.terminate();
  start();
}

function cancel() {
  if (working) {
    working = false;
    end();
    show('choose');
    $('said').textContent = 'Cancelled. Nothing was checked.';
    $('zip').focus();
  }
}

/* ---- what was given ---- */

function fromList(files) {
  const top = files[0].webkitRelativePath.split('/')[0];
  return { name: top, isZip: false, files, paths: files.map(file => file.webkitRelativePath.slice(top.length + 1)), emptyFolders: [] };
}

function fromZip(file) {
  return { name: file.name, isZip: true, files: [file], paths: [file.name], emptyFolders: [] };
}

async function fromFolder(top) {
  const dossier = { name: top.name, isZip: false, files: [], paths: [], emptyFolders: [] };
  const open = [[top, '']];
  while (open.length > 0) {
    const [folder, path] = open.pop();
    const entries = await entriesOf(folder);
    if (entries.length === 0 && path) {
      dossier.emptyFolders.push(path);
    }

    for (const entry of entries) {
      const below = path ? `${path}/${entry.name}` : entry.name;
      if (entry.isDirectory) {
        open.push([entry, below]);
      } else {
        dossier.files.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
        dossier.paths.push(below);
      }
    }
  }

  return dossier;
}

async function entriesOf(folder) {
  const reader = folder.createReader();
  const all = [];
  for (; ;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) {
      return all;
    }

    all.push(...some);
  }
}

async function dropped(transfer) {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(entry => entry);
  if (entries.length !== 1) {
    refuse('Drop one dossier: a ZIP file, or the folder that holds bagit.txt.');
  } else if (entries[0].isDirectory) {
    check(await fromFolder(entries[0]));
  } else {
    check(fromZip(transfer.files[0]));
  }
}

/* ---- what came out ---- */

const classes = { 'holds': 'holds', 'not proven': 'open', 'fails': 'fails' };

function badge(outcome) {
  return make('span', `badge ${classes[outcome]}`, outcome);
}

function fact(name, ...values) {
  $('facts').append(make('div', '', make('dt', '', name), make('dd', '', ...values)));
}

function code(text) {
  const element = make('code', '', text);
  element.dir = 'ltr';
  return element;
}

const number = count => count.toLocaleString('en');

function counted(promise) {
  return [[promise.fails, 'fail'], [promise.notProven, 'not proven'], [promise.holds, 'hold']]
    .filter(([count]) => count > 0).map(([count, words]) => `${number(count)} ${words}`).join(', ') || 'nothing could be looked at';
}

/** A sentence of a check; of a long one the beginning, and the whole behind a click. */
function sentence(words) {
  const most = 360;
  return words.length <= most ? foreign(words, 'p')
    : make('div', '', foreign(`${words.slice(0, most)}…`, 'p'), make('details', '', make('summary', '', 'the whole of it'), foreign(words, 'p')));
}

/** Checks of one code and outcome stand together; of many, the rest is behind a click. */
function rows(checks) {
  const groups = [];
  for (const one of checks) {
    const last = groups.at(-1);
    if (last && last.code === one.code && last.outcome === one.outcome) {
      last.words.push(one.words);
    } else {
      groups.push({ code: one.code, outcome: one.outcome, words: [one.words] });
    }
  }

  const most = 6;
  return groups.map(group => {
    const lines = group.words.map(sentence);
    const shown = make('td', '', ...lines.slice(0, most));
    if (lines.length > most) {
      shown.append(make('details', '', make('summary', '', `${number(lines.length - most)} more`), ...lines.slice(most)));
    }

    const head = make('th', '', code(group.code));
    head.scope = 'row';
    return make('tr', classes[group.outcome], make('td', '', badge(group.outcome)), head, shown);
  });
}

function promised(promise, place) {
  const heading = make('h3', '', make('span', 'place', `${place}`), make('span', 'title', promise.title));
  heading.id = `promise-${place}`;
  const tally = foreign(counted(promise), 'span');
  tally.className = 'hint';
  const section = make('section', `promise ${classes[promise.outcome]}`, make('div', 'head', heading, make('p', '', badge(promise.outcome), tally)));
  section.setAttribute('aria-labelledby', heading.id);
  if (promise.checks.length > 0) {
    const table = make('table', '', make('thead', 'unseen', make('tr', '', ...['Outcome', 'Check', 'What was seen'].map(name => {
      const head = make('th', '', name);
      head.scope = 'col';
      return head;
    }))), make('tbody', '', ...rows(promise.checks)));
    table.setAttribute('aria-labelledby', heading.id);
    // Rows are laid out as grids, so that they fit a narrow screen too; for whoever listens they stay rows of a table.
    for (const [selector, role] of [['thead, tbody', 'rowgroup'], ['tr', 'row'], ['td', 'cell'], ['thead th', 'columnheader'], ['tbody th', 'rowheader']]) {
      table.querySelectorAll(selector).forEach(element => element.setAttribute('role', role));
    }

    table.setAttribute('role', 'table');
    section.append(table);
  }

  return section;
}

function tell(said) {
  if (said.refused) {
    refuse(said.refused);
    return;
  }

  result = said;
  $('sentence').textContent = said.sentence;
  $('verdict').className = said.outcome === 'fails' ? 'fails' : said.isWanting ? 'open' : 'holds';
  $('name').textContent = said.name;
  $('facts').replaceChildren();
  if (said.title) {
    fact('Case', foreign(said.title), ' ', code(said.case ?? ''));
  }

  if (said.sealedAt) {
    fact('Sealed, as its author says', foreign(said.sealedAt.replace('T', ' ').replace('Z', ' UTC')));
  }

  if (said.checkpoint) {
    fact('Checkpoint', `${number(said.checkpoint.size)} records of `, code(said.checkpoint.origin));
    fact('Root', code(said.checkpoint.root));
  }

  if (said.withheld) {
    const reasons = said.withheld.reasons.map(one => `${number(one.members)} ${one.reason}`).join(', ');
    fact('Withheld', said.withheld.members === 0 ? 'nothing' : `${number(said.withheld.members)} sealed members: `, foreign(reasons));
  }

  if (said.missing) {
    fact('Files that are missing', said.missing.length === 0 ? 'none' : `${number(said.missing.length)}: `,
      ...said.missing.slice(0, 10).flatMap(path => [code(path), ' ']), said.missing.length > 10 ? '…' : '');
  }

  fact('Checked by', `Probatum ${said.engine}, in this browser`);
  $('promises').replaceChildren(...said.promises.map((promise, i) => promised(promise, i + 1)));
  show('choose', 'result');
  $('sentence').focus();
  done();
}

function save(text, ending, type) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = `${result.name.replace(/\.zip$/i, '')}.verified.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/* ---- the page ---- */

/** What was chosen in a field; the same chosen again is looked at again. */
function chosen(id, take) {
  $(id).addEventListener('change', event => {
    const files = [...event.target.files];
    event.target.value = '';
    if (files.length > 0) {
      take(files);
    }
  });
}

chosen('zip', ([file]) => check(fromZip(file)));
chosen('folder', files => check(fromList(files)));
chosen('policy-file', async ([file]) => {
  $('policy').value = await file.text();
  $('said').textContent = 'The policy was read.';
});
$('cancel').addEventListener('click', cancel);
$('save-json').addEventListener('click', () => save(`${result.json}\n`, 'json', 'application/json'));
$('save-text').addEventListener('click', () => save(`${result.lines}\n`, 'txt', 'text/plain'));

// Dropped beside the field, a file would be opened in place of the page.
addEventListener('dragover', event => {
  event.preventDefault();
  $('drop').classList.add('over');
});
addEventListener('dragleave', event => {
  if (!event.relatedTarget) {
    $('drop').classList.remove('over');
  }
});
addEventListener('drop', event => {
  event.preventDefault();
  $('drop').classList.remove('over');
  if (!working) {
    dropped(event.dataTransfer).catch(error => refuse(`The folder can't be read: ${error.message}`));
  }
});

start();
