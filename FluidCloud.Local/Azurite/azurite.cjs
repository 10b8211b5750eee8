"use strict";
require("./preload.cjs"); // before Azurite loads its database

// Starts Azurite's blob and queue services in this one process. Azurite's own entries start either one service or
// all three (azurite.js, with table). They are plain scripts that read process.argv, so both can be loaded here.

// Close once, however often it is asked for (a second close throws in Azurite, and the unhandled error would end the
// process before the first one has written the databases). After that, drop the connections that clients keep open,
// so that the process can end by itself, when the last write is done.
const ServerBase = require("azurite/dist/src/common/ServerBase").default;
const close = ServerBase.prototype.close;
ServerBase.prototype.close = function () {
  this.closing ??= close.call(this).then(() => this.httpServer.closeAllConnections());
  return this.closing;
};

// Azurite's entries take SIGTERM, SIGINT or the message "shutdown", each only once and only after their service has
// started. So stay here as the lasting handler (a second signal must not kill the process while it writes), and repeat
// the message for a service that is still starting.
let stopping;
const stop = () => (stopping ??= setInterval(() => process.emit("message", "shutdown"), 100).unref());
process.on("SIGTERM", stop);
process.on("SIGINT", stop);

// Ctrl-C in a terminal reaches every process of the group. With a parent, the parent decides when its storage may go:
// it has work to finish first.
if (process.env.FLUIDCLOUD_AZURITE_PARENT_PIPE === "1") {
  process.removeListener("SIGINT", stop).on("SIGINT", () => {});
  const once = process.once;
  process.once = (event, listener) => (event === "SIGINT" ? process : once.call(process, event, listener));
}

require("azurite/dist/src/common/Environment"); // declares the options of both services; must come first
require("azurite/dist/src/blob/main");
require("azurite/dist/src/queue/main");
