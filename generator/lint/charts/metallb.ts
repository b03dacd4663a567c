import type { Install, Installed } from "./install.ts";

/** Chart `metallb`. Source: charts/metallb of metallb/metallb. */
export function installMetallb({ chart, release, namespace }: Install): Installed[] | undefined {
  if (chart !== "metallb") return undefined;
  const name = release.includes("metallb") ? release : `${release}-metallb`;
  const labels = { "app.kubernetes.io/name": "metallb", "app.kubernetes.io/instance": release };
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      namespace,
      name: "metallb-webhook-service",
      spec: { ports: [{ port: 443, targetPort: 9443 }] },
    },
    { apiVersion: "apps/v1", kind: "DaemonSet", namespace, name: `${name}-speaker`, labels },
    { apiVersion: "apps/v1", kind: "Deployment", namespace, name: `${name}-controller`, labels },
  ];
}
