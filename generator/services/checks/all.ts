import type { Reporter } from "../report.ts";
import type { ServicesInput } from "../schema.ts";
import { checkAddresses } from "./addresses.ts";
import { checkDashboards } from "./dashboards.ts";
import { checkGit } from "./git.ts";
import { checkHosts } from "./hosts.ts";
import { checkPools } from "./pools.ts";
import { checkProtocols } from "./protocol.ts";
import { checkRoutes } from "./routes.ts";
import { checkReferences, checkService } from "./services.ts";
import { checkTls } from "./tls.ts";
import { checkVersions } from "./versions.ts";
import type { ClusterView } from "./view.ts";

/** Runs every check that looks at more than one field. */
export function checkAll(
  input: ServicesInput,
  clusters: readonly ClusterView[],
  reporter: Reporter,
): void {
  checkGit(input, new Set(clusters.flatMap(({ cluster }) => cluster.engines)), reporter);
  checkReferences(input, reporter);
  for (const view of clusters) {
    checkVersions(view, reporter);
    checkAddresses(view, checkPools(view, reporter), reporter);
    checkDashboards(view, reporter);
    checkHosts(view, reporter);
    checkProtocols(view, reporter);
    checkTls(view, reporter);
    for (const service of view.services) {
      checkService(view, service, reporter);
      checkRoutes(view, service, reporter);
    }
  }
}
