import Type from "typebox";
import {
  defaultHub,
  defaultVersions,
  ingressName,
  ingressNamespaces,
  modernChartsRepository,
} from "../defaults.ts";
import { block, helmValues, listOf, text } from "./build.ts";
import { chartVersion, dnsLabel, filledLine, serviceLabel, url, version } from "./patterns.ts";

/** Address ranges that may connect; checked in `checks/addresses.ts`. */
export const allowFrom = listOf(
  text(filledLine, { description: "An address range", examples: ["192.168.0.0/16"] }),
  {
    description: "Only these address ranges may connect (`loadBalancerSourceRanges`)",
    default: [],
    examples: [["192.168.0.0/16", "10.1.0.0/16"]],
  },
);

export const address = text(filledLine, {
  description: "A fixed address out of a pool; any free one when left out",
  examples: ["192.168.23.220"],
});

export const pool = text(filledLine, {
  description: "The pool that the address comes from",
  examples: ["my-ip-space"],
});

const ingress = block(
  {
    name: Type.Optional(
      text(serviceLabel, {
        description: "Name of the gateway's Deployment and Service",
        default: ingressName,
        examples: [ingressName],
      }),
    ),
    namespace: Type.Optional(
      text(dnsLabel, {
        description: `Namespace of the gateway; by default \`${ingressNamespaces.modern}\`, and \`${ingressNamespaces.legacy}\` for Istio 1.1 to 1.5`,
        examples: [ingressNamespaces.modern],
      }),
    ),
    address: Type.Optional(address),
    pool: Type.Optional(pool),
    allowFrom: Type.Optional(allowFrom),
  },
  {
    description: "The gateway that traffic from outside comes in by",
    examples: [{ address: "192.168.23.220" }],
  },
);

const charts = block(
  {
    repository: Type.Optional(
      text(url, {
        description:
          "Where Istio's charts are, such as a mirror of yours; by default the project's own place, which differs between Istio 1.1 to 1.5 and 1.22 and newer",
        examples: [modernChartsRepository, "oci://ghcr.io/istio/release/charts"],
      }),
    ),
    version: Type.Optional(
      text(chartVersion, {
        description: "Chart version, where it is not the Istio version",
        examples: [">=1.1.0 <1.2.0"],
      }),
    ),
  },
  { description: "Where the charts come from", examples: [{ repository: modernChartsRepository }] },
);

const chartValues = (description: string, example: object) =>
  Type.Optional(helmValues({ description, examples: [example] }));

/** Block `mesh`. */
export const mesh = block(
  {
    istio: Type.Optional(
      text(version, {
        description:
          "Istio version: 1.1.0 to 1.5.x (charts `istio-init` and `istio`), or 1.22.0 and newer (`base`, `istiod`, `gateway`)",
        default: defaultVersions.istio,
        examples: [defaultVersions.istio, "1.1.1"],
      }),
    ),
    preset: Type.Optional(
      Type.Enum(["default", "demo", "minimal", "ambient"], {
        description:
          "What is installed: Istio's profile of that name; `ambient` needs 1.22 or newer and adds `cni` and `ztunnel`",
        default: "default",
      }),
    ),
    hub: Type.Optional(
      text(filledLine, {
        description: "Registry of Istio's images",
        default: defaultHub,
        examples: [defaultHub],
      }),
    ),
    tag: Type.Optional(
      text(filledLine, {
        description: "Tag of Istio's images; by default the Istio version",
        examples: ["1.31.1-distroless"],
      }),
    ),
    charts: Type.Optional(charts),
    ingress: Type.Optional(ingress),
    values: Type.Optional(
      block(
        {
          base: chartValues("Values of chart base (1.22 and newer)", {
            defaultRevision: "default",
          }),
          istiod: chartValues("Values of chart istiod (1.22 and newer)", { traceSampling: 10 }),
          cni: chartValues("Values of chart cni (ambient)", { cniConfDir: "/etc/cni/net.d" }),
          ztunnel: chartValues("Values of chart ztunnel (ambient)", { logLevel: "info" }),
          gateway: chartValues("Values of chart gateway (1.22 and newer)", {
            autoscaling: { maxReplicas: 3 },
          }),
          istio: chartValues("Values of chart istio (1.1 to 1.5)", {
            pilot: { traceSampling: 10 },
          }),
          "istio-init": chartValues("Values of chart istio-init (1.1 to 1.5)", {
            certmanager: { enabled: false },
          }),
        },
        {
          description: "Your own Helm values by chart, merged over the generated ones",
          default: {},
          examples: [{ istiod: { traceSampling: 10 } }],
        },
      ),
    ),
  },
  { description: "Istio", examples: [{ istio: defaultVersions.istio, preset: "demo" }] },
);
