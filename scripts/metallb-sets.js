// Sets of MetalLB resources for scripts/metallb-webhook.js: some in order, some broken in the ways that MetalLB's parser knows.

/** @returns a source of random numbers from 0 to 1 that gives the same ones for the same seed (mulberry32) */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const selector = (key, value) => ({ matchLabels: { [key]: value } });
const expression = (key, operator, ...values) => ({
  matchExpressions: [{ key, operator, ...(values.length > 0 ? { values } : {}) }],
});

/** Values that MetalLB takes, and values of which it refuses most, by kind and field. `metadata` values replace parts of the metadata. */
const FIELDS = {
  IPAddressPool: {
    good: {
      autoAssign: [true, false],
      avoidBuggyIPs: [true],
      serviceAllocation: [
        { priority: 50, namespaces: ["a", "b"] },
        { serviceSelectors: [expression("app", "In", "b", "a")] },
        { namespaceSelectors: [selector("team", "a")] },
      ],
    },
    bad: {
      addresses: [
        [],
        ["10.9.0.0"],
        ["10.9.0.9-10.9.0.1"],
        ["10.9.0.1-fd00::9"],
        ["10.9.0.0/33"],
        ["10.9.0.256-10.9.1.0"],
        ["10.9.0.1 - 10.9.0.9"],
        [" 10.9.0.0/24"],
        ["10.09.0.0/24"],
        ["10.9.0.0/024"],
        ["10.9.0.7/24"],
        ["10.9.0.0/24", "10.9.0.128-10.9.0.200"],
        ["10.9.0.0/24-10.9.1.0/24"],
        ["10.9.0.1-10.9.0.2-10.9.0.3"],
        ["::ffff:10.9.0.1-::ffff:10.9.0.4"],
        ["::ffff:10.9.0.1-10.9.0.4"],
        ["fd00:9::%eth0/64"],
        ["fd00:9::/129"],
        ["10.9.0.1-"],
        ["-"],
        [""],
        ["0.0.0.0/0"],
        ["10.0.1.5-10.0.1.6"],
        ["10.0.2.0/24"],
      ],
      serviceAllocation: [
        { namespaces: ["a", "a"] },
        { serviceSelectors: [selector("app", "a"), selector("app", "a")] },
        { serviceSelectors: [expression("app", "Near", "a")] },
        { serviceSelectors: [expression("app", "In")] },
        { namespaceSelectors: [expression("app", "Exists", "a")] },
        { namespaceSelectors: [selector("app", "not a label")] },
        { namespaceSelectors: [expression("app", "In", "a", "a")] },
        { priority: "high" },
      ],
      autoAssign: ["yes", null],
    },
  },
  BGPPeer: {
    good: {
      holdTime: ["90s", "3s", "0s", "1m30s", "4m0.5s"],
      keepaliveTime: ["1s", "3s"],
      peerPort: [179, 1790],
      password: ["secret"],
      passwordSecret: [{ name: "absent" }],
      bfdProfile: ["fast", "absent"],
      nodeSelectors: [
        [selector("rack", "a")],
        [selector("rack", "b")],
        [expression("rack", "Exists")],
        [expression("rack", "In", "a", "b")],
        [selector("rack", "nowhere")],
      ],
      sourceAddress: ["10.1.0.1", "fd00::1"],
      vrf: ["red"],
      ebgpMultiHop: [true],
      connectTime: ["10s"],
      localASN: [64999],
      enableGracefulRestart: [true, false],
      dualStackAddressFamily: [true],
      routerID: ["10.1.0.250", "10.1.0.251"],
    },
    bad: {
      myASN: [0, 64513, 4294967296, -1, "64512"],
      peerASN: [0, 64512],
      dynamicASN: ["internal", "external", "any"],
      peerAddress: [
        "",
        "10.1.0",
        "10.1.0.01",
        "fd00::1%eth0",
        "::ffff:10.1.0.1",
        "router.example.com",
        "10.1.0.2",
        null,
      ],
      interface: ["eth0", ""],
      holdTime: [
        "2s",
        "2.9s",
        "500ms",
        "90",
        "-5s",
        "",
        "1d",
        "0",
        "+90s",
        "90 s",
        "3.5s",
        "1h2h",
        ".5m",
        "5μs",
        90,
      ],
      keepaliveTime: ["100s", "0s", "1s", "1", "-1s", "30s"],
      routerID: ["10.1.0.252", "router", "fd00::5"],
      sourceAddress: ["eth0", "10.1.0.300", ""],
      password: ["secret"],
      passwordSecret: [{ name: "absent" }, { namespace: "default" }, {}],
      nodeSelectors: [
        [selector("rack", "a"), selector("rack", "a")],
        [expression("rack", "In", "a", "b"), expression("rack", "In", "b", "a")],
        [expression("rack", "In", "a", "a")],
        [expression("rack", "Gt", "1")],
        [expression("not a key", "Exists")],
        [
          {
            matchExpressions: [
              expression("rack", "Exists").matchExpressions[0],
              expression("rack", "Exists").matchExpressions[0],
            ],
          },
        ],
        [{}],
      ],
      peerPort: [0, 16384, 16385],
      connectTime: ["0s", "1.5s", "90000s", "soon", "1m"],
      localASN: [0, 4294967295],
      myAsn: [64512],
      ebgpMultiHop: [true],
    },
  },
  BGPAdvertisement: {
    good: {
      aggregationLength: [32, 28, 26],
      aggregationLengthV6: [128, 124],
      localPref: [100, 200],
      communities: [["64512:100"], ["64512:100", "no-such-alias"], ["office"], ["large:1:2:3"]],
      ipAddressPools: [["pool-1"], ["pool-2"], ["pool-1", "pool-2"], ["absent"]],
      ipAddressPoolSelectors: [[selector("zone", "a")], [selector("zone", "nowhere")]],
      nodeSelectors: [
        [selector("rack", "a")],
        [selector("rack", "b")],
        [selector("rack", "nowhere")],
      ],
      peers: [["peer-1"], ["peer-2"], ["absent"]],
      serviceSelectors: [[selector("app", "a")]],
      asPathPrepend: [2],
    },
    bad: {
      aggregationLength: [33, 0, 8, 23, 24, "32"],
      aggregationLengthV6: [129, 63, 64, 112, 0],
      communities: [
        ["1:2", "1:2"],
        ["65536:1"],
        ["1:2:3"],
        ["large:1:2"],
        ["large:4294967296:1:1"],
        ["small:1:2:3"],
        [":"],
        ["1:-2"],
        ["1:+2"],
        ["01:2"],
        ["0x1:2"],
      ],
      ipAddressPools: [["pool-1", "pool-1"]],
      peers: [["peer-1", "peer-1"]],
      ipAddressPoolSelectors: [
        [selector("zone", "a"), selector("zone", "a")],
        [expression("zone", "Near")],
        [{}],
      ],
      nodeSelectors: [
        [expression("rack", "In")],
        [selector("rack", "a"), selector("rack", "a")],
        [selector("-rack", "a")],
      ],
      serviceSelectors: [
        [selector("app", "a"), selector("app", "a")],
        [expression("app", "NotIn")],
        [selector("app", "a")],
      ],
      localPref: [-1, 300, 4294967296],
      asPathPrepend: [1, 11, 256],
    },
  },
  L2Advertisement: {
    good: {
      ipAddressPools: [["pool-1"], ["absent"]],
      ipAddressPoolSelectors: [[selector("zone", "a")]],
      interfaces: [["eth0"], ["eth0", "eth0"], []],
      nodeSelectors: [[selector("rack", "a")]],
      serviceSelectors: [[selector("app", "a")]],
      preferredNodeSelectors: [[{ weight: 10, preference: selector("rack", "a") }]],
    },
    bad: {
      ipAddressPools: [["pool-1", "pool-1"], "pool-1"],
      ipAddressPoolSelectors: [
        [expression("zone", "DoesNotExist", "a")],
        [selector("zone", "a"), selector("zone", "a")],
      ],
      nodeSelectors: [[selector("rack", "a b")], [expression("rack", "In", "a", "a")]],
      serviceSelectors: [[expression("app", "Exists", "x")]],
      preferredNodeSelectors: [
        [{ weight: 10, preference: expression("rack", "Near", "a") }],
        [{ weight: 0, preference: selector("rack", "a") }],
        [{ preference: selector("rack", "a") }],
        [
          { weight: 10, preference: selector("rack", "a") },
          { weight: 10, preference: selector("rack", "a") },
        ],
        [{ weight: 10 }],
      ],
    },
  },
  Community: {
    good: {
      communities: [[{ name: "home", value: "64512:3" }], [{ name: "wide", value: "large:1:2:3" }]],
    },
    bad: {
      communities: [
        [{ name: "office", value: "64512:7" }],
        [{ name: "home", value: "1:65536" }],
        [{ name: "home", value: "home" }],
        [{ name: "home" }],
        [{ value: "1:2" }, { value: "1:3" }],
        [
          { name: "home", value: "1:2" },
          { name: "home", value: "1:2" },
        ],
        [{ name: "home", value: "1:2:3" }],
      ],
    },
  },
  BFDProfile: {
    good: {
      receiveInterval: [10, 60000],
      detectMultiplier: [2, 255],
      echoMode: [true, false],
      minimumTtl: [1, 254],
    },
    bad: {
      receiveInterval: [9, 60001],
      transmitInterval: [0],
      detectMultiplier: [1, 256],
      echoInterval: [5],
      minimumTtl: [0, 255],
      echoMode: ["on"],
    },
  },
};

const VERSIONS = { BGPPeer: "metallb.io/v1beta2" };

/**
 * Makes one set: in the order in which a person would apply it, that is what others name comes first.
 * @param random as createRandom makes it
 * @param namespace where MetalLB runs
 * @returns objects; about half of the sets have a mistake, some of those are none
 */
export function makeSet(random, namespace) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const upTo = (limit) => Math.floor(random() * (limit + 1));
  const counts = {
    IPAddressPool: 1 + upTo(2),
    Community: upTo(1) + 1,
    BFDProfile: upTo(1),
    BGPPeer: upTo(3),
    BGPAdvertisement: upTo(2),
    L2Advertisement: upTo(2),
  };
  const set = Object.entries(counts).flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, index) => makeObject(kind, index + 1)),
  );
  if (random() < 0.5) breakOne();
  return set;

  function makeObject(kind, number) {
    const metadata = {
      name: `${kind === "IPAddressPool" ? "pool" : kind === "BGPPeer" ? "peer" : kind.toLowerCase()}-${number}`,
      namespace,
    };
    if (kind === "IPAddressPool" && random() < 0.4) metadata.labels = { zone: pick(["a", "b"]) };
    if (kind === "BFDProfile") metadata.name = "fast";
    const object = {
      apiVersion: VERSIONS[kind] ?? "metallb.io/v1beta1",
      kind,
      metadata,
      spec: makeRequired(kind, number),
    };
    const sparse = kind === "BGPPeer" ? 0.08 : 0.25;
    for (const [field, values] of Object.entries(FIELDS[kind].good))
      if (object.spec[field] === undefined && random() < sparse)
        object.spec[field] = structuredClone(pick(values));
    return object;
  }

  function makeRequired(kind, number) {
    if (kind === "IPAddressPool")
      return {
        addresses: pick([
          [`10.0.${number}.0/24`],
          [`10.0.${number}.10-10.0.${number}.40`],
          [`10.0.${number}.0/26`, `fd00:${number}::/112`],
          [`fd00:${number}::1-fd00:${number}::ff`],
        ]),
      };
    if (kind === "BGPPeer")
      return { myASN: 64512, peerASN: pick([64500, 64501]), peerAddress: `10.1.0.${number}` };
    if (kind === "Community")
      return { communities: [{ name: number === 1 ? "office" : "lab", value: `64512:${number}` }] };
    return {};
  }

  function breakOne() {
    const object = pick(set);
    if (random() < 0.04) return void (object.metadata.namespace = "default");
    const [field, values] = pick(Object.entries(FIELDS[object.kind].bad));
    object.spec[field] = structuredClone(pick(values));
    if (object.kind === "BGPPeer" && field === "interface" && random() < 0.5)
      delete object.spec.peerAddress;
    if (object.kind === "BGPPeer" && field === "dynamicASN" && random() < 0.5)
      delete object.spec.peerASN;
    if (object.kind === "BGPPeer" && field === "myASN" && random() < 0.2) delete object.spec.myASN;
  }
}
