// node prune.mjs FOLDER VERSION FILE...   prints the part of the official schema that the given documents use: the fields
// they select with all their arguments, whole input types and enums. Descriptions and deprecated members are left out.
import fs from 'node:fs';
import {
  TypeInfo, getNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType, isScalarType,
  isSpecifiedScalarType, isUnionType, parse, print, visit, visitWithTypeInfo, astFromValue,
} from 'graphql';
import { official } from './official.mjs';

const [folder, version, ...files] = process.argv.slice(2);
const schema = official(folder, version);
const fields = new Map(); // Type name -> names of its fields that are used.
const named = new Set(); // Every other type that is used.
const members = new Map(); // Union name -> names of the members that are asked for.

function use(type, field) {
  const used = fields.get(type.name) ?? fields.set(type.name, new Set()).get(type.name);
  if (field) used.add(field);
}

function need(type) {
  const inner = getNamedType(type);
  if (isObjectType(inner) || isInterfaceType(inner)) return use(inner);
  if (named.has(inner.name) || isSpecifiedScalarType(inner)) return undefined;
  named.add(inner.name);
  if (isInputObjectType(inner)) {
    for (const field of Object.values(inner.getFields())) if (!field.deprecationReason) need(field.type);
  }
  return undefined;
}

for (const file of files) {
  const types = new TypeInfo(schema);
  visit(parse(fs.readFileSync(file, 'utf8')), visitWithTypeInfo(types, {
    Field(node) {
      const field = types.getFieldDef();
      if (!field || node.name.value.startsWith('__')) return;
      use(types.getParentType(), node.name.value);
      need(field.type);
      for (const argument of field.args) if (!argument.deprecationReason) need(argument.type);
      const inner = getNamedType(field.type);
      if (inner.name.endsWith('Connection')) {
        for (const name of ['nodes', 'edges', 'pageInfo']) {
          use(inner, name);
          need(inner.getFields()[name].type);
        }
        const edge = getNamedType(inner.getFields().edges.type);
        for (const name of ['node', 'cursor']) use(edge, name);
        for (const name of ['hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor']) {
          use(schema.getType('PageInfo'), name);
        }
      }
    },
    InlineFragment() { member(types); },
    FragmentDefinition() { member(types); },
    VariableDefinition() { if (types.getInputType()) need(types.getInputType()); },
  }));
}

function member(types) {
  const type = types.getType();
  if (type && (isObjectType(getNamedType(type)) || isInterfaceType(getNamedType(type)))) use(getNamedType(type));
}

// A fragment may ask an interface's field of a type that is met under the interface only.
for (let grown = true; grown;) {
  grown = false;
  for (const [name, used] of [...fields]) {
    const type = schema.getType(name);
    if (!isInterfaceType(type)) continue;
    for (const possible of schema.getPossibleTypes(type)) {
      if (!fields.has(possible.name)) continue;
      for (const field of used) {
        if (fields.get(possible.name).has(field)) continue;
        use(possible, field);
        need(possible.getFields()[field].type);
        for (const argument of possible.getFields()[field].args) need(argument.type);
        grown = true;
      }
    }
  }
}

for (const name of [...named]) {
  const type = schema.getType(name);
  if (isUnionType(type)) members.set(name, type.getTypes().filter((each) => fields.has(each.name)).map((each) => each.name));
}

const argumentsOf = (field) => {
  const shown = field.args.filter((argument) => !argument.deprecationReason).map(valued);
  return shown.length > 0 ? `(${shown.join(', ')})` : '';
};
const valued = (input) => `${input.name}: ${input.type}`
  + (input.defaultValue === undefined ? '' : ` = ${print(astFromValue(input.defaultValue, input.type))}`);

const lines = [
  `# The part of the Admin GraphQL API ${version} that is played here: names, arguments and types of Shopify's official`,
  '# schema without its descriptions. Made by tests/Shopify.Tests/Schema/official.sh prune; do not edit.',
  '',
  'directive @idempotent(key: String!) on FIELD',
];
for (const name of [...named, ...fields.keys()].sort((one, other) => (one < other ? -1 : 1))) {
  const type = schema.getType(name);
  if (isScalarType(type)) lines.push('', `scalar ${name}`);
  else if (isEnumType(type)) lines.push('', `enum ${name} { ${type.getValues().filter((value) => !value.deprecationReason).map((value) => value.name).join(' ')} }`);
  else if (isUnionType(type)) lines.push('', `union ${name} = ${members.get(name).join(' | ')}`);
  else if (isInputObjectType(type)) {
    lines.push('', `input ${name} {`);
    for (const field of Object.values(type.getFields())) if (!field.deprecationReason) lines.push(`  ${valued(field)}`);
    lines.push('}');
  } else {
    const used = fields.get(name);
    if (used.size === 0) continue;
    const faces = (type.getInterfaces?.() ?? []).filter((face) => (fields.get(face.name)?.size ?? 0) > 0).map((face) => face.name);
    lines.push('', `${isInterfaceType(type) ? 'interface' : 'type'} ${name}${faces.length > 0 ? ` implements ${faces.join(' & ')}` : ''} {`);
    for (const field of [...used].sort()) {
      const known = type.getFields()[field];
      lines.push(`  ${field}${argumentsOf(known)}: ${known.type}`);
    }
    lines.push('}');
  }
}
console.log(lines.join('\n'));
