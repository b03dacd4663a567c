#!/usr/bin/env node
import { buffer } from "node:stream/consumers";
import { main } from "./commands/main.ts";
import { loadCommands } from "./commands/registry.ts";

// A reader that has seen enough, such as `head`, closes the pipe: that is its right and no error. A full disk is one.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    if (stream === process.stdout)
      process.stderr.write(`meshwright: the results cannot be written: ${error.message}\n`);
    process.exit(2);
  });
}

const words = process.argv.slice(2);
process.exitCode = await main(await loadCommands(words[0]), words, {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  stdin: () => buffer(process.stdin),
  environment: process.env,
  folder: process.cwd(),
  outIsTerminal: process.stdout.isTTY ?? false,
  errIsTerminal: process.stderr.isTTY ?? false,
  pid: process.pid,
  isAlive(pid) {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "EPERM";
    }
  },
});
