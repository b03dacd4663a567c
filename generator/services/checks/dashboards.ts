import type { Dashboard, Mesh, MeshEra } from "../../core/fleet.ts";
import { valueAt } from "../../core/path.ts";
import type { Reporter } from "../report.ts";
import type { ServiceRuleName } from "../rules.ts";
import type { ClusterView } from "./view.ts";

/** Checks that who can reach a dashboard is decided, and that the decision can be kept. */
export function checkDashboards(view: ClusterView, reporter: Reporter): void {
  const { mesh, dashboards } = view.cluster;
  for (const dashboard of dashboards) {
    const report = (rule: ServiceRuleName, path: string[], message: string) =>
      reporter.reportIn(view.name, {
        rule,
        path: ["dashboards", dashboard.name, ...path],
        message,
        part: "key",
      });
    const { name, expose, login } = dashboard;

    if (login !== undefined && !canAskForLogin(name, mesh.era)) {
      const hasToken = name === "kiali";
      report(
        "services/dashboard-login",
        ["login"],
        hasToken
          ? `kiali asks for a Kubernetes token with Istio ${mesh.istio}, not for a login from a Secret; remove it`
          : `${name} has no login of its own; limit who may connect with allowFrom instead`,
      );
    }
    if (expose === "none") continue;
    if (expose !== "loadBalancer" && dashboard.host === undefined) {
      report(
        "services/domain",
        [],
        `${name} needs a host name: give it a "host", or the cluster a "domain"`,
      );
    }
    if (expose !== "loadBalancer" && dashboard.allowFrom.length > 0) {
      const way =
        expose === "gateway"
          ? "set mesh.ingress.allowFrom, which is for all that comes in by the gateway"
          : "limit who may connect at the Ingress controller";
      report(
        "services/dashboard-ranges",
        ["allowFrom"],
        `allowFrom is for a dashboard with an address of its own and does nothing with expose: ${expose}; ${way}`,
      );
    }
    if (isOpen(dashboard, mesh))
      report(
        "services/dashboard-open",
        [],
        `everyone outside can reach ${name} without a login; ${remedy(dashboard, mesh.era)}`,
      );
  }
}

function isOpen(dashboard: Dashboard, mesh: Mesh): boolean {
  if (dashboard.login !== undefined || asksForToken(dashboard, mesh.era)) return false;
  const ranges = {
    loadBalancer: dashboard.allowFrom,
    gateway: mesh.ingress.allowFrom,
    ingress: [],
    none: [],
  }[dashboard.expose];
  return ranges.length === 0 || ranges.some((range) => range.endsWith("/0"));
}

function remedy({ name, expose }: Dashboard, era: MeshEra): string {
  const ranges = {
    loadBalancer: "limit who may connect with allowFrom",
    gateway: "limit who may connect with mesh.ingress.allowFrom",
    ingress: "let the Ingress controller limit who may connect",
    none: "",
  }[expose];
  return canAskForLogin(name, era) ? `${ranges}, or ask for a login` : ranges;
}

/** Grafana's chart reads a login from a Secret in both eras; Kiali's only in the legacy one. Prometheus and Jaeger have none. */
function canAskForLogin(name: Dashboard["name"], era: MeshEra): boolean {
  return name === "grafana" || (name === "kiali" && era === "legacy");
}

/** Today's Kiali wants a Kubernetes token, unless the user's values say that anyone may look. */
function asksForToken({ name, values }: Dashboard, era: MeshEra): boolean {
  return (
    name === "kiali" && era === "modern" && valueAt(values, ["auth", "strategy"]) !== "anonymous"
  );
}
