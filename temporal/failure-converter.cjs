// Messages and stacks of failures may quote input: encoded like any payload, so that the codec encrypts them.
// CommonJS, because the SDK loads this file by `require` in client and worker and bundles it into the sandbox.
const { DefaultFailureConverter } = require('@temporalio/common');

exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
