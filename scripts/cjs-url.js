/** `import.meta.url` for the CommonJS bundles. */
export const __kleisUrl = require("node:url").pathToFileURL(__filename).href;
