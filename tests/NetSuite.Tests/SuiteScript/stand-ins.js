// Small stand-ins for the modules of SuiteScript that our scripts use, enough to run them in Node.
const { createHmac } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

/** An account with an outbox; `secret` is the value of custsecret_ihost_hmac. */
const account = ({ secret, user, integrationUser, context, url, answer }) => {
  const outbox = new Map();
  const posts = [];
  const errors = [];
  let last = 0;
  const script = { custscript_ihost_user: integrationUser, custscript_ihost_url: url };
  const modules = {
    'N/record': {
      create: ({ type }) => {
        const row = { type };
        return {
          setValue: ({ fieldId, value }) => { row[fieldId] = value; },
          save: () => { last += 1; outbox.set(last, row); return last; },
        };
      },
      delete: ({ id }) => outbox.delete(Number(id)),
    },
    'N/runtime': {
      executionContext: context,
      ContextType: { REST_WEBSERVICES: 'RESTWEBSERVICES', USER_INTERFACE: 'USERINTERFACE' },
      getCurrentUser: () => ({ id: user }),
      getCurrentScript: () => ({ getParameter: ({ name }) => script[name] ?? null }),
    },
    'N/query': {
      runSuiteQL: () => ({
        asMappedResults: () => [...outbox].map(([id, row]) => ({
          id,
          type: row.custrecord_ihost_type,
          record: row.custrecord_ihost_record,
          event: row.custrecord_ihost_event,
        })),
      }),
    },
    'N/crypto': {
      HashAlg: { SHA256: 'sha256' },
      createSecretKey: ({ secret: id }) => ({ value: id === 'custsecret_ihost_hmac' ? secret : undefined }),
      createHmac: ({ algorithm, key }) => {
        const hmac = createHmac(algorithm, key.value);
        return { update: ({ input }) => hmac.update(input, 'utf8'), digest: () => hmac.digest('hex').toUpperCase() };
      },
    },
    'N/encode': { Encoding: { UTF_8: 'UTF_8', HEX: 'HEX' } },
    'N/https': { post: (request) => { posts.push(request); return { code: answer }; } },
    'N/log': { error: (entry) => errors.push(entry) },
  };

  const load = (folder, name) => {
    let made;
    const define = (names, factory) => {
      made = factory(...names.map((each) => (each.startsWith('./') ? load(folder, `${each.slice(2)}.js`) : modules[each])));
    };
    new Function('define', readFileSync(join(folder, name), 'utf8'))(define);
    return made;
  };

  return { load, outbox, posts, errors };
};

module.exports = { account };
