// Builds kubeconform.wasm from the Go module that go.mod pins and go.sum checks. Go is needed; nothing else is.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const arguments_ = ["build", "-trimpath", "-ldflags", "-s -w", "-o", "kubeconform.wasm", "."];
const env = {
  ...process.env,
  GOOS: "wasip1",
  GOARCH: "wasm",
  GOWORK: "off",
  GOFLAGS: "-mod=readonly -buildvcs=false",
};

const { error, status } = spawnSync("go", arguments_, { cwd: folder, env, stdio: "inherit" });
if (error) {
  const reason =
    error.code === "ENOENT"
      ? "Go is not installed; install it from https://go.dev/dl"
      : error.message;
  console.error(`kubeconform-wasm cannot be built: ${reason}`);
  process.exitCode = 1;
} else if (status !== 0) {
  process.exitCode = status ?? 1;
} else {
  const megabytes = statSync(`${folder}kubeconform.wasm`).size / 1e6;
  console.log(`built kubeconform-wasm/kubeconform.wasm (${megabytes.toFixed(1)} MB)`);
}
