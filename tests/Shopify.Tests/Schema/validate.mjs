// node validate.mjs FOLDER VERSION FILE...   prints what is wrong or deprecated in each operation; exit 1 if anything is.
import fs from 'node:fs';
import { NoDeprecatedCustomRule, Source, parse, specifiedRules, validate } from 'graphql';
import { official } from './official.mjs';

const [folder, version, ...files] = process.argv.slice(2);
const schema = official(folder, version);
let wrong = 0;
for (const file of files) {
  let found;
  try {
    const document = parse(new Source(fs.readFileSync(file, 'utf8'), file));
    found = validate(schema, document, [...specifiedRules, NoDeprecatedCustomRule], { maxErrors: 1000 });
  } catch (fault) {
    found = [fault];
  }
  for (const error of found) {
    console.log(`${file}:${error.locations?.[0]?.line ?? 1}: ${error.message.replace(/\s+/g, ' ')}`);
  }
  wrong += found.length;
}
console.log(`${files.length} operations, ${wrong} errors or deprecations, Admin GraphQL ${version}`);
process.exit(wrong > 0 ? 1 : 0);
