// Starts `hjemmel lsp` for the YAML files of a window, and shows what it says.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;
// One change of the settings after the other: two servers at once would tell every error twice.
let turn = Promise.resolve();

/** Returns how the server is started: the command, its words and the folder that relative paths are read from. */
function serverOf(settings, folder) {
  const inside = (one) => (folder && !path.isAbsolute(one) ? path.join(folder, one) : one);
  const named = settings.get("command").trim() || "hjemmel";
  // A bare name is looked up in the path of the machine; what has a separator is a file.
  const command = /[\\/]/.test(named) ? inside(named) : named;
  const own = folder && path.join(folder, "rules");
  const rules = settings.get("rules").trim() || (own && fs.existsSync(own) ? own : "");
  const words = settings.get("drafts").flatMap((draft) => ["--draft", inside(draft)]);
  return { command, args: [...(rules ? ["--rules", inside(rules)] : []), ...words, "lsp"], folder };
}

async function start() {
  const settings = vscode.workspace.getConfiguration("hjemmel");
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const server = serverOf(settings, folder);
  client = new LanguageClient(
    "hjemmel",
    "hjemmel",
    { command: server.command, args: server.args, transport: TransportKind.stdio, options: { cwd: server.folder } },
    {
      documentSelector: [{ scheme: "file", language: "yaml" }],
      initializationOptions: { lang: settings.get("language") },
      synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.yaml") },
    },
  );
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const open = "Innstillinger / Settings";
    const why = error instanceof Error ? error.message : String(error);
    const said =
      `hjemmel: \`${server.command}\` kunne ikke startes (${why}). Installer den med: pip install "hjemmel[editor]", ` +
      `eller oppgi stien i innstillingen hjemmel.command. / could not be started: install it, or name its path in the setting hjemmel.command.`;
    // Not awaited: the message may stay on the screen, and a changed setting must not wait for it.
    vscode.window.showErrorMessage(said, open).then((chosen) => {
      if (chosen === open) vscode.commands.executeCommand("workbench.action.openSettings", "hjemmel.command");
    });
  }
}

async function stop() {
  const old = client;
  client = undefined;
  // One that has failed cannot be stopped, and another must start all the same.
  await old?.dispose().catch(() => undefined);
}

function restart() {
  turn = turn.then(stop).then(start);
  return turn;
}

function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("hjemmel.restart", restart),
    vscode.workspace.onDidChangeConfiguration((change) => (change.affectsConfiguration("hjemmel") ? restart() : undefined)),
  );
  return restart();
}

function deactivate() {
  turn = turn.then(stop);
  return turn;
}

module.exports = { activate, deactivate, serverOf };
