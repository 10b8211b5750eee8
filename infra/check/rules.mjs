// What must hold of the Bicep files, read from their syntax trees: `node rules.mjs FOLDER` prints its findings as JSON,
// [{file, line, rule, message}]. Types and API versions are the compiler's to judge.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';

const home = dirname(fileURLToPath(import.meta.url));
const root = resolve(process.argv[2]);
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(join(home, 'node_modules/tree-sitter-bicep/tree-sitter-bicep.wasm')));

const findings = [];
const files = new Map(bicepFiles(root).map(path => [path, read(path)]));
for (const file of files.values())
  for (const rule of [syntax, secretOutput, sharedKey, untagged, undescribed, undeclared, moduleCalls, parameterFile, mainIsAList])
    rule(file);
unreferenced();
console.log(JSON.stringify(findings));

// ---- The rules

function syntax(file) {
  for (const node of walk(file.tree))
    if (node.isError || node.isMissing)
      report('syntax', file, node, node.isMissing ? `${node.type} is missing` : `not understood: ${node.text.slice(0, 40)}`);
}

/** Outputs stay readable in the deployment's history. */
function secretOutput(file) {
  for (const output of declarations(file, 'output_declaration')) {
    const secret = [...walk(output.node)].find(node => isSecret(file, node, new Set()));
    if (secret)
      report('secret-output', file, output.node, `output ${output.name} tells ${secret.text}`);
  }
}

function isSecret(file, node, seen) {
  if (node.type === 'call_expression')
    return /^(list\w*|getSecret)$/.test(calledName(node));
  if (node.type === 'property_identifier')
    return /(key|keys|password|secret|connectionString|sasToken)$/i.test(node.text);
  if (node.type !== 'identifier' || seen.has(node.text))
    return false;
  seen.add(node.text);
  if (declarations(file, 'parameter_declaration').some(parameter => parameter.name === node.text && parameter.decorators.includes('secure')))
    return true;
  const variable = declarations(file, 'variable_declaration').find(variable => variable.name === node.text);
  return variable !== undefined && [...walk(variable.node)].some(part => isSecret(file, part, seen));
}

/** Identities open everything; a key is a password that nobody can take back in time. */
function sharedKey(file) {
  const switches = {
    'Microsoft.Storage/storageAccounts': ['allowSharedKeyAccess', 'false'],
    'Microsoft.DocumentDB/databaseAccounts': ['disableLocalAuth', 'true'],
    'Microsoft.Insights/components': ['DisableLocalAuth', 'true'],
    'Microsoft.KeyVault/vaults': ['enableRbacAuthorization', 'true'],
  };
  for (const resource of resources(file)) {
    const [name, wanted] = switches[resource.resourceType] ?? [];
    if (name && property(property(resource.body, 'properties'), name)?.text !== wanted)
      report('shared-key', file, resource.node, `${resource.name} must have ${name}: ${wanted}`);
  }
  for (const node of walk(file.tree)) {
    if (node.type === 'call_expression' && /^list\w*(Keys|Sas|Strings|Secrets)?$/.test(calledName(node)))
      report('shared-key', file, node, `${calledName(node)} asks for a key`);
    if (node.type === 'string_content' && /AccountKey=|SharedAccessKey|SharedAccessSignature=/i.test(node.text))
      report('shared-key', file, node, 'a connection string with a key');
  }
}

function untagged(file) {
  const takesNone = [
    /^Microsoft\.Authorization\//, /^Microsoft\.Storage\/storageAccounts\/./, /^Microsoft\.Web\/sites\/./,
    /^Microsoft\.DocumentDB\/databaseAccounts\/sqlRole\w+$/, /^Microsoft\.Cdn\/profiles\/(originGroups|customDomains)/,
    /^Microsoft\.Cdn\/profiles\/afdEndpoints\/routes$/, /^Microsoft\.Network\/privateEndpoints\/privateDnsZoneGroups$/,
  ];
  for (const resource of resources(file))
    if (!takesNone.some(type => type.test(resource.resourceType)) && !property(resource.body, 'tags'))
      report('untagged', file, resource.node, `${resource.name} (${resource.resourceType}) has no tags`);
}

function undescribed(file) {
  if (!isParameterFile(file))
    for (const parameter of declarations(file, 'parameter_declaration'))
      if (!parameter.decorators.includes('description'))
        report('undescribed', file, parameter.node, `parameter ${parameter.name} has no description`);
}

/** A name that nothing declares, a parameter that nothing reads, a file that is not there. */
function undeclared(file) {
  const known = new Set(['az', 'sys', ...file.declared.map(declared => declared.name), ...loopNames(file)]);
  const used = new Set();
  for (const node of walk(file.tree)) {
    if (node.type === 'call_expression' && /^load\w+Content$/.test(calledName(node))) {
      const path = [...walk(node)].find(part => part.type === 'string_content')?.text;
      if (!existsSync(join(dirname(file.path), path)))
        report('undeclared', file, node, `${path} is not there`);
    }
    if (node.type !== 'identifier' || isNotRead(node))
      continue;
    used.add(node.text);
    if (!known.has(node.text))
      report('undeclared', file, node, `${node.text} is not declared`);
  }
  for (const parameter of declarations(file, 'parameter_declaration'))
    if (!used.has(parameter.name))
      report('undeclared', file, parameter.node, `parameter ${parameter.name} is not read`);
}

/** The identifier is a called function's, a key's, a type's, or the name that is being declared. */
function isNotRead(node) {
  const parent = node.parent;
  return parent.type === 'call_expression' && parent.childForFieldName('function')?.id === node.id
    || parent.type === 'object_property' && parent.namedChildren[0].id === node.id
    || /_declaration$/.test(parent.type) && parent.namedChildren.find(child => child.type === 'identifier').id === node.id
    || hasAncestor(node, 'type');
}

function* loopNames(file) {
  for (const node of walk(file.tree))
    if (node.type === 'for_statement' || node.type === 'lambda_expression')
      for (const child of node.children) {
        if (child.text === 'in' || child.text === '=>')
          break;
        yield* [...walk(child)].filter(part => /^(identifier|loop_variable|loop_enumerator)$/.test(part.type)).map(part => part.text);
      }
}

/** What a module is given is what it takes, and what is taken of it is what it gives. */
function moduleCalls(file) {
  for (const call of modules(file)) {
    const module = files.get(join(dirname(file.path), call.reference));
    if (!module) {
      report('module', file, call.node, `${call.reference} is not there`);
      continue;
    }
    checkArguments(file, call.node, keys(property(call.body, 'params')), module);
    const outputs = declarations(module, 'output_declaration').map(output => output.name);
    for (const match of file.text.matchAll(new RegExp(`\\b${call.name}!?\\.outputs\\.(\\w+)`, 'g')))
      if (!outputs.includes(match[1]))
        report('module', file, call.node, `${call.name} has no output ${match[1]}`);
  }
}

function parameterFile(file) {
  if (!isParameterFile(file))
    return;
  const template = files.get(join(dirname(file.path), /^using '(.+)'/m.exec(file.text)?.[1] ?? ''));
  if (template)
    checkArguments(file, file.tree, declarations(file, 'variable_declaration').map(given => given.name), template);
  else
    report('module', file, file.tree, 'the template it is for is not there');
}

function checkArguments(file, node, given, module) {
  const taken = declarations(module, 'parameter_declaration');
  for (const name of given)
    if (!taken.some(parameter => parameter.name === name))
      report('module', file, node, `${relative(root, module.path)} takes no ${name}`);
  for (const parameter of taken)
    if (!/[^=!<>]=[^=]|^param \w+ \w+\?/.test(parameter.node.text) && !given.includes(parameter.name))
      report('module', file, node, `${relative(root, module.path)} needs ${parameter.name}`);
}

function mainIsAList(file) {
  if (file.path === join(root, 'main.bicep'))
    for (const resource of declarations(file, 'resource_declaration'))
      report('inline', file, resource.node, `${resource.name} belongs in a module`);
}

function unreferenced() {
  const reached = new Set();
  const visit = path => {
    const file = files.get(path);
    if (!file || reached.has(path))
      return;
    reached.add(path);
    for (const call of modules(file))
      visit(join(dirname(path), call.reference));
  };
  visit(join(root, 'main.bicep'));
  for (const file of files.values())
    if (!isParameterFile(file) && !reached.has(file.path))
      report('unreferenced', file, file.tree, 'main.bicep does not lead here');
}

// ---- Reading

function bicepFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .filter(name => /\.bicep(param)?$/.test(name) && !name.includes('node_modules'))
    .map(name => join(folder, name));
}

function read(path) {
  const text = readFileSync(path, 'utf8');
  // To the grammar the value of a parameter is a variable; same length, so that columns stay.
  const tree = parser.parse(path.endsWith('.bicepparam') ? text.replace(/^param /gm, 'var   ') : text).rootNode;
  const declared = [];
  let decorators = [];
  for (const node of walk(tree)) {
    if (node.type === 'decorators')
      decorators = [...node.namedChildren].map(decorator => calledName(decorator.namedChildren[0]).replace(/^sys\./, ''));
    if (/_declaration$/.test(node.type)) {
      const name = node.namedChildren.find(child => child.type === 'identifier');
      declared.push({ kind: node.type, name: name?.text, node, decorators });
      decorators = [];
    }
  }
  return { path, text, tree, declared };
}

function declarations(file, kind) {
  return file.declared.filter(declared => declared.kind === kind);
}

/** Those that are made here, children in full type. */
function resources(file) {
  return declarations(file, 'resource_declaration')
    .filter(resource => !resource.node.children.some(child => child.text === 'existing'))
    .map(resource => ({ ...resource, resourceType: fullType(resource.node), body: body(resource.node) }));
}

function modules(file) {
  return declarations(file, 'module_declaration')
    .map(module => ({ ...module, reference: typeText(module.node), body: body(module.node) }));
}

function fullType(node) {
  const own = typeText(node).split('@')[0];
  for (let parent = node.parent; parent; parent = parent.parent)
    if (parent.type === 'resource_declaration')
      return `${fullType(parent)}/${own}`;
  return own;
}

function typeText(node) {
  return node.namedChildren.find(child => child.type === 'string').text.replaceAll("'", '');
}

/** The object of a declaration, under its condition or its loop. */
function body(node) {
  return [...walk(node)].find(part => part.type === 'object');
}

function property(object, name) {
  return object?.namedChildren.find(pair => pair.type === 'object_property' && pair.namedChildren[0].text.replaceAll("'", '') === name)?.namedChildren[1];
}

function keys(object) {
  return (object?.namedChildren ?? []).filter(pair => pair.type === 'object_property').map(pair => pair.namedChildren[0].text);
}

function calledName(call) {
  const called = call.childForFieldName('function') ?? call;
  return called.type === 'member_expression' ? called.childForFieldName('property').text : called.text;
}

function hasAncestor(node, type) {
  for (let parent = node.parent; parent; parent = parent.parent)
    if (parent.type === type)
      return true;
  return false;
}

function isParameterFile(file) {
  return file.path.endsWith('.bicepparam');
}

function* walk(node) {
  yield node;
  for (const child of node.children)
    yield* walk(child);
}

function report(rule, file, node, message) {
  findings.push({ file: relative(root, file.path), line: node.startPosition.row + 1, rule, message });
}
