import { valueAt } from "../../core/path.ts";
import type { Reporter } from "../report.ts";
import type { ClusterView } from "./view.ts";

const sdsPath = ["istio", "gateways", "istio-ingressgateway", "sds", "enabled"];

/** Checks that the gateway can get the certificates that services name. */
export function checkTls(view: ClusterView, reporter: Reporter): void {
  const { mesh } = view.cluster;
  const makers = new Map<string, string>();
  for (const { name, app } of view.services) {
    const { tls } = app;
    if (tls === undefined) continue;
    if (mesh.era === "legacy" && valueAt(mesh.values, sdsPath) === false) {
      const message = `mesh.values.${sdsPath.join(".")} is false, and without it the gateway of Istio ${mesh.istio} reads no Secret; remove it`;
      reporter.reportFor(view.name, name, {
        rule: "services/tls",
        path: ["tls"],
        part: "key",
        message,
      });
    }
    if (tls.certificate === undefined) continue;
    if (app.hosts.includes("*")) {
      const message = `cert-manager cannot make a certificate for host "*"; name the hosts of service ${name}`;
      reporter.reportFor(view.name, name, { rule: "services/tls", path: ["hosts"], message });
    }
    const other = makers.get(tls.secret);
    if (other !== undefined) {
      const message = `services ${other} and ${name} both have cert-manager make Secret "${tls.secret}", and each would overwrite the other's; give each a secret of its own`;
      reporter.reportFor(view.name, name, {
        rule: "services/tls",
        path: ["tls", "secret"],
        message,
      });
    }
    makers.set(tls.secret, name);
  }
}
