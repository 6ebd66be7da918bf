// Saves records as NetSuite would, runs the map/reduce over the outbox, and prints what was posted.
// usage: node run.js <folder of the scripts> '{"secret":…,"saves":[{"type":…,"id":…,"event":…}],"answer":200,…}'
const { account } = require('./stand-ins.js');

const folder = process.argv[2];
const told = JSON.parse(process.argv[3]);
const played = account({ context: 'USERINTERFACE', user: 5, url: 'https://host/webhooks/erp', answer: 200, ...told });
const event = played.load(folder, 'ihost_ue.js');
const UserEventType = { VIEW: 'view', CREATE: 'create', EDIT: 'edit', XEDIT: 'xedit', DELETE: 'delete' };
told.saves.forEach(({ type, id, event: kind }) => {
  const record = { type, id };
  event.afterSubmit({
    type: kind, UserEventType, newRecord: kind === 'delete' ? null : record, oldRecord: record,
  });
});

const reduce = played.load(folder, 'ihost_mr.js');
const groups = new Map();
reduce.getInputData().forEach((row) => reduce.map({
  value: JSON.stringify(row),
  write: ({ key, value }) => groups.set(key, [...(groups.get(key) ?? []), JSON.stringify(value)]),
}));
const faults = [];
groups.forEach((values, key) => {
  try {
    reduce.reduce({ key, values });
  } catch (fault) {
    faults.push(String(fault.message));
  }
});

console.log(JSON.stringify({ posts: played.posts, left: played.outbox.size, errors: played.errors.length, faults }));
