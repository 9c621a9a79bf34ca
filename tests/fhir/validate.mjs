// Validates FHIR R4 files with a validator of others (npm "fhir", FHIR 4.0.1): one line for each error, and their number at the end.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const { Fhir, ParseConformance, Versions } = createRequire(resolve(process.argv[2], 'x.js'))('fhir');
let errors = 0;
for (const file of process.argv.slice(3)) {
  const bundle = JSON.parse(readFileSync(file, 'utf8'));
  const fhir = new Fhir(new ParseConformance(true, Versions.R4));
  // Each resource by itself too: the bundle's own validation may stop at its entries.
  for (const resource of [bundle, ...(bundle.entry ?? []).map((entry) => entry.resource)]) {
    for (const { severity, location, message, resourceId } of fhir.validate(resource, { errorOnUnexpected: true }).messages) {
      if (severity === 'error' || severity === 'fatal') {
        errors += 1;
        console.log(`${file}: ${location} (${resourceId}): ${message}`);
      }
    }
  }

  // What FHIR says besides the structure: no empty value, every reference resolves, every full URL once.
  const urls = (bundle.entry ?? []).map((entry) => entry.fullUrl);
  const bad = (what) => { errors += 1; console.log(`${file}: ${what}`); };
  if (new Set(urls).size !== urls.length) bad('a full URL stands twice');
  JSON.stringify(bundle, (name, value) => {
    if (value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)) bad(`empty: ${name}`);
    if (name === 'reference' && !urls.includes(value)) bad(`dangling: ${value}`);
    if (name === 'id' && !/^[A-Za-z0-9.-]{1,64}$/.test(value)) bad(`id: ${value}`);
    return value;
  });
}

console.log(`${errors} errors`);
