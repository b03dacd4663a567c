import { valueAt } from "../../core/path.ts";
import { type Install, type Installed, serviceWithPods } from "./install.ts";

/** The charts of the dashboards. Source: their templates and values, versions as in components/. */
export function installDashboard(install: Install): Installed[] | undefined {
  const { values, release } = install;
  const text = (...path: string[]) => {
    const value = valueAt(values, path);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const number = (otherwise: number, ...path: string[]) => {
    const value = valueAt(values, path);
    return typeof value === "number" ? value : otherwise;
  };
  const named = (chart: string) =>
    text("fullnameOverride") ?? (release.includes(chart) ? release : `${release}-${chart}`);
  const labels = (name: string) => ({
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/instance": release,
  });
  switch (install.chart) {
    case "grafana":
      return serviceWithPods(install, named("grafana"), labels("grafana"), [
        {
          name: text("service", "portName") ?? "service",
          port: number(80, "service", "port"),
          targetPort: 3000,
        },
      ]);
    case "kiali-server":
      return serviceWithPods(
        install,
        text("deployment", "instance_name") ?? "kiali",
        labels("kiali"),
        [
          { name: "http", port: number(20001, "server", "port") },
          { name: "http-metrics", port: 9090 },
        ],
      );
    case "jaeger":
      return serviceWithPods(install, named("jaeger"), labels("jaeger"), [
        { name: "query", port: 16686 },
        { name: "zipkin", port: 9411 },
        { name: "otlp-grpc", port: 4317 },
        { name: "otlp-http", port: 4318 },
      ]);
    case "prometheus":
      return serviceWithPods(
        install,
        text("server", "fullnameOverride") ?? `${named("prometheus")}-server`,
        labels("prometheus"),
        [{ name: "http", port: number(80, "server", "service", "servicePort"), targetPort: 9090 }],
      );
    default:
      return undefined;
  }
}
