// Stands in for the kernel's runtime process: starts two inside the sandbox, one for cells with the same descriptors as this
// and one for checks with those from 6 on. Not bundled, because HostInterpreter runs it by its path. ROMANESCO_SANDBOX holds what `sandbox.ts` has decided, as JSON.
import { spawn } from "node:child_process";

const { command, runtime, environment } = JSON.parse(
  process.env.ROMANESCO_SANDBOX ?? "",
);
const [program, ...args] = command;
const child = spawn(
  program,
  [...args, process.execPath, ...process.execArgv, runtime],
  {
    stdio: Array.from({ length: 10 }, () => "inherit"),
    env: { ...environment, ROMANESCO_MARK: process.env.ROMANESCO_MARK },
  },
);

child.once("error", (error) => {
  process.stderr.write(`the sandbox does not start: ${error.message}\n`);
  process.exitCode = 1;
});
child.once("exit", (code, signal) => {
  // A shell gives 128 and the signal's number for a command that was killed.
  const killed = signal ?? (code === 137 ? "SIGKILL" : undefined);
  if (killed) process.kill(process.pid, killed);
  else process.exitCode = code === 134 ? 134 : code;
});
