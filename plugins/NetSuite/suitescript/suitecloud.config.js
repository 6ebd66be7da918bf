// For the SuiteCloud CLI: `suitecloud project:validate`, `suitecloud project:deploy`.
module.exports = { defaultProjectFolder: 'src', commands: {} };
