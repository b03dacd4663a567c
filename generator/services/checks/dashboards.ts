import type { Dashboard } from "../../core/fleet.ts";
import type { Reporter } from "../report.ts";
import type { ServiceRuleName } from "../rules.ts";
import type { ClusterView } from "./view.ts";

/** Checks that who can reach a dashboard is decided, and that the decision can be kept. */
export function checkDashboards(view: ClusterView, reporter: Reporter): void {
  const { mesh, dashboards } = view.cluster;
  for (const dashboard of dashboards) {
    const report = (
      rule: ServiceRuleName,
      path: string[],
      message: string,
      part: "key" | "value" = "value",
    ) =>
      reporter.reportIn(view.name, {
        rule,
        path: ["dashboards", dashboard.name, ...path],
        message,
        part,
      });
    const { name, expose, login } = dashboard;

    if (login !== undefined && !canAskForLogin(name, mesh.era)) {
      const where =
        name === "kiali"
          ? "kiali takes no login from a Secret with Istio 1.22 and newer"
          : `${name} has no login of its own`;
      report(
        "services/dashboard-login",
        ["login"],
        `${where}; limit who may connect with allowFrom instead`,
      );
    }
    if (expose === "none") continue;
    if (expose !== "loadBalancer" && dashboard.host === undefined) {
      report(
        "services/domain",
        [],
        `${name} needs a host name: give it a "host", or the cluster a "domain"`,
        "key",
      );
    }
    const ranges =
      expose === "gateway"
        ? [...dashboard.allowFrom, ...mesh.ingress.allowFrom]
        : dashboard.allowFrom;
    const isOpen = ranges.length === 0 || ranges.some((range) => range.endsWith("/0"));
    if (isOpen && login === undefined) {
      report(
        "services/dashboard-open",
        [],
        `${name} can be reached from outside by everyone, without a login; limit who may connect with allowFrom${canAskForLogin(name, mesh.era) ? ", or ask for a login" : ""}`,
        "key",
      );
    }
  }
}

/** Grafana's chart reads a login from a Secret in both eras; Kiali's only in the legacy one. Prometheus and Jaeger have none. */
function canAskForLogin(name: Dashboard["name"], era: "legacy" | "modern"): boolean {
  return name === "grafana" || (name === "kiali" && era === "legacy");
}
