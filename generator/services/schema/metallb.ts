import Type from "typebox";
import { defaultVersions } from "../defaults.ts";
import { block, helmValues, listOf, switchOr, text } from "./build.ts";
import { dnsLabel, duration, filledLine, version } from "./patterns.ts";

const highestASN = 4294967295;

const pool = block(
  {
    name: text(dnsLabel, { description: "Name of the pool", examples: ["my-ip-space"] }),
    protocol: Type.Optional(
      Type.Enum(["layer2", "bgp"], {
        description: "How its addresses are announced: by ARP and NDP, or to BGP routers",
        default: "layer2",
      }),
    ),
    addresses: listOf(
      text(filledLine, {
        description: "First and last address, or a CIDR",
        examples: ["192.168.23.220-192.168.23.223", "10.0.8.0/24"],
      }),
      {
        description:
          "Ranges (`first-last`) and CIDRs; they may not overlap with another pool of the cluster",
        minItems: 1,
        examples: [["192.168.23.220-192.168.23.223"]],
      },
    ),
    autoAssign: Type.Optional(
      Type.Boolean({
        description: "May a Service that asks for no pool get an address of this one?",
        default: true,
      }),
    ),
    avoidBuggyIPs: Type.Optional(
      Type.Boolean({ description: "Leave out addresses that end in .0 or .255", default: false }),
    ),
    interfaces: Type.Optional(
      listOf(text(filledLine, { description: "A network interface", examples: ["eth1"] }), {
        description:
          "Announce on these interfaces of the nodes only (layer2, MetalLB 0.13 and newer)",
        default: [],
        examples: [["eth1"]],
      }),
    ),
    bgp: Type.Optional(
      block(
        {
          aggregationLength: Type.Optional(
            Type.Integer({
              description: "Announce routes of this prefix length",
              minimum: 1,
              maximum: 32,
              default: 32,
              examples: [24],
            }),
          ),
          localPref: Type.Optional(
            Type.Integer({
              description: "BGP LOCAL_PREF of the routes",
              minimum: 0,
              maximum: highestASN,
              examples: [100],
            }),
          ),
          communities: Type.Optional(
            listOf(
              text(filledLine, { description: "A BGP community", examples: ["65535:65282"] }),
              {
                description: "BGP communities of the routes",
                default: [],
                examples: [["65535:65282"]],
              },
            ),
          ),
        },
        { description: "How a `bgp` pool is announced", examples: [{ aggregationLength: 24 }] },
      ),
    ),
  },
  { description: "Addresses for Services of type LoadBalancer" },
);

const peer = block(
  {
    name: text(dnsLabel, { description: "Name of the peer", examples: ["rack-1"] }),
    myASN: Type.Integer({
      description: "AS number of the cluster",
      minimum: 1,
      maximum: highestASN,
      examples: [64500],
    }),
    peerASN: Type.Integer({
      description: "AS number of the router",
      minimum: 1,
      maximum: highestASN,
      examples: [64501],
    }),
    peerAddress: text(filledLine, { description: "Address of the router", examples: ["10.0.0.1"] }),
    peerPort: Type.Optional(
      Type.Integer({
        description: "Port of the router",
        minimum: 1,
        maximum: 16384,
        default: 179,
        examples: [179],
      }),
    ),
    holdTime: Type.Optional(
      text(duration, { description: "BGP hold time: 0s, or 3s and more", examples: ["90s"] }),
    ),
  },
  { description: "A BGP router that the addresses are announced to" },
);

/** Block `metallb`. */
export const metallb = switchOr(
  block(
    {
      version: Type.Optional(
        text(version, {
          description:
            "MetalLB version: 0.7.0 to 0.12.1 (configured by a ConfigMap), or 0.13.0 and newer (by custom resources)",
          default: defaultVersions.metallb,
          examples: [defaultVersions.metallb],
        }),
      ),
      pools: Type.Optional(
        listOf(pool, {
          description: "Address pools",
          default: [],
          examples: [
            [
              {
                name: "my-ip-space",
                protocol: "layer2",
                addresses: ["192.168.23.220-192.168.23.223"],
              },
            ],
          ],
        }),
      ),
      peers: Type.Optional(
        listOf(peer, {
          description: "BGP routers, for pools of protocol `bgp`",
          default: [],
          examples: [[{ name: "rack-1", myASN: 64500, peerASN: 64501, peerAddress: "10.0.0.1" }]],
        }),
      ),
      values: Type.Optional(
        helmValues({
          description: "Your own values of the MetalLB chart, where a chart is used",
          default: {},
          examples: [{ speaker: { logLevel: "warn" } }],
        }),
      ),
    },
    { description: "" },
  ),
  {
    description:
      "MetalLB, which gives Services of type LoadBalancer their addresses. Leave it out, or write `false`, where something else does",
    examples: [{ pools: [{ name: "my-ip-space", addresses: ["192.168.23.220-192.168.23.223"] }] }],
  },
);
