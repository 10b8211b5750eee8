"use strict";
// Loaded before Azurite. Two independent parts:
//   1. lokijs, Azurite's database: deletes and lookups that do not slow down with the number of blobs.
//      Off with FLUIDCLOUD_AZURITE_STOCK=1.
//   2. Stop when the parent process is gone. On with FLUIDCLOUD_AZURITE_PARENT_PIPE=1.
// Written against lokijs 1.5.12 (Azurite 3.37.0).

function patchLoki() {
  const azurite = require.resolve("azurite/package.json");
  const { Collection, Resultset } = require(require.resolve("lokijs", { paths: [azurite] }));

  // removeBatchByPositions (behind findAndRemove, so behind every blob delete) sorts every index of the collection
  // again after each call, even when it has nothing to remove. The blobs have four indexes.
  // lokijs' remove(document) instead takes one document out of the sorted indexes, without a sort. Use that for a few
  // documents. It also deletes $loki and meta from the document; the batch leaves them, so put them back.
  // (One difference remains: the sort also puts rows with an equal key into the order of insertion, while lokijs'
  // inserts put the newest first. So also in stock Azurite nothing can rely on the order of such rows.)
  const stockRemove = Collection.prototype.removeBatchByPositions;
  Collection.prototype.removeBatchByPositions = function (positions) {
    if (!this.adaptiveBinaryIndices || positions.length > 50) return stockRemove.call(this, positions);
    for (const document of positions.map((position) => this.data[position])) {
      const { $loki, meta } = document;
      this.remove(document);
      Object.assign(document, { $loki, meta });
    }
  };

  // find with several keys looks only the first key up in its index, and then tests every row found against the
  // other keys. Azurite often puts accountName first, which finds every blob of the account. So look up the key
  // with the fewest rows instead, and let lokijs test those rows against the whole query.
  // lokijs answers in the order of the first key's index. With at most one row the order does not matter;
  // anything else is left to the stock code, so that the order stays the same.
  const stockFind = Resultset.prototype.find;
  Resultset.prototype.find = function (query, firstOnly) {
    if (!this.filterInitialized && this.collection.adaptiveBinaryIndices) {
      const rows = fewestRows(this.collection, query);
      if (rows !== undefined) {
        this.filteredrows = rows;
        this.filterInitialized = true;
        stockFind.call(this, query);
        if (this.filteredrows.length <= 1) return this;
        this.reset();
      }
    }
    return stockFind.call(this, query, firstOnly);
  };

  function fewestRows(collection, query) {
    const keys = Object.keys(query ?? {});
    if (keys.length < 2) return undefined;
    let best;
    for (const key of keys) {
      const index = collection.binaryIndices[key];
      if (index === undefined || typeof query[key] !== "string") continue;
      const [from, to] = collection.calculateRange("$eq", key, query[key]);
      if (best === undefined || to - from < best.to - best.from) best = { index, from, to };
    }
    // Many rows: a listing, which needs the stock code anyway.
    if (best === undefined || best.to - best.from >= 100) return undefined;
    return best.index.values.slice(best.from, best.to + 1);
  }
}

function stopWithParent() {
  // The parent holds the other end of this pipe and never writes to it. However the parent ends, even by SIGKILL,
  // the kernel closes its end. A signal to ourselves then runs the same shutdown as a SIGTERM from outside.
  const stdin = require("fs").fstatSync(0);
  if (!stdin.isFIFO() && !stdin.isSocket()) return; // a terminal, a file or /dev/null says nothing about the parent
  process.stdin.on("close", () => process.kill(process.pid, "SIGTERM"));
  process.stdin.on("error", () => {}); // "close" follows
  process.stdin.resume(); // "close" is only seen while reading
  process.stdin.unref(); // the open pipe must not keep a finished process alive

  // Azurite says that it closes, and a dead parent does not read that: the failed write (EPIPE) would end the process
  // before the databases are written, and with it all that was acknowledged since their last autosave.
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
}

if (process.env.FLUIDCLOUD_AZURITE_STOCK !== "1") patchLoki();
if (process.env.FLUIDCLOUD_AZURITE_PARENT_PIPE === "1") stopWithParent();
