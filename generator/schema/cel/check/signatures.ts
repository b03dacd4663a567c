/** Which form comes first decides the type of what has none of its own, such as an item of `[]`. */
const COMPARISON =
  "(bool, bool) bool; (int, int) bool; (int, double) bool; (int, uint) bool; (uint, uint) bool; (uint, double) bool; (uint, int) bool; (double, double) bool; (double, int) bool; (double, uint) bool; (string, string) bool; (bytes, bytes) bool; (timestamp, timestamp) bool; (duration, duration) bool";

/**
 * The functions that Kubernetes 1.37 gives to rules, a line each: what they take and what they give. What stands before a dot is the
 * receiver; capital letters are parameters, but `C`, which stands for each type that has an order, and `N`, for each type of numbers.
 * Source: apiserver pkg/cel/environment/base.go, the declarations of its environment for stored expressions.
 */
export const signatures = `
!_: (bool) bool
-_: (double) double; (int) int
@in: (A, list(A)) bool; (A, map(A, B)) bool
@not_strictly_false: (bool) bool
@sortByAssociatedKeys: list(T).(list(C)) list(T)
_!=_: (A, A) bool
_%_: (int, int) int; (uint, uint) uint
_&&_: (bool, bool) bool
_*_: (double, double) double; (int, int) int; (uint, uint) uint
_+_: (bytes, bytes) bytes; (double, double) double; (duration, duration) duration; (duration, timestamp) timestamp; (timestamp, duration) timestamp; (int, int) int; (list(A), list(A)) list(A); (string, string) string; (uint, uint) uint
_-_: (double, double) double; (duration, duration) duration; (int, int) int; (timestamp, duration) timestamp; (timestamp, timestamp) duration; (uint, uint) uint
_/_: (double, double) double; (int, int) int; (uint, uint) uint
_<=_: ${COMPARISON}
_<_: ${COMPARISON}
_==_: (A, A) bool
_>=_: ${COMPARISON}
_>_: ${COMPARISON}
_?_:_: (bool, A, A) A
_[?_]: (list(V), int) optional_type(V); (optional_type(list(V)), int) optional_type(V); (map(K, V), K) optional_type(V); (optional_type(map(K, V)), K) optional_type(V)
_[_]: (list(A), int) A; (map(A, B), A) B; (optional_type(list(V)), int) optional_type(V); (optional_type(map(K, V)), K) optional_type(V)
_||_: (bool, bool) bool
add: kubernetes.Quantity.(kubernetes.Quantity) kubernetes.Quantity; kubernetes.Quantity.(int) kubernetes.Quantity
allowed: kubernetes.authorization.Decision.() bool
asApproximateFloat: kubernetes.Quantity.() double
asInteger: kubernetes.Quantity.() int
bool: (bool) bool; (string) bool
bytes: (bytes) bytes; (string) bytes
cel.@mapInsert: (map(K, V), K, V) map(K, V); (map(K, V), map(K, V)) map(K, V)
charAt: string.(int) string
check: kubernetes.authorization.PathCheck.(string) kubernetes.authorization.Decision; kubernetes.authorization.ResourceCheck.(string) kubernetes.authorization.Decision
cidr: (string) net.CIDR
compareTo: kubernetes.Quantity.(kubernetes.Quantity) int; kubernetes.Semver.(kubernetes.Semver) int
contains: string.(string) bool
containsCIDR: net.CIDR.(string) bool; net.CIDR.(net.CIDR) bool
containsIP: net.CIDR.(string) bool; net.CIDR.(net.IP) bool
distinct: list(T).() list(T)
double: (double) double; (int) double; (string) double; (uint) double
duration: (duration) duration; (string) duration
dyn: (A) dyn
endsWith: string.(string) bool
error: kubernetes.authorization.Decision.() string
errored: kubernetes.authorization.Decision.() bool
family: net.IP.() int
fieldSelector: kubernetes.authorization.ResourceCheck.(string) kubernetes.authorization.ResourceCheck
find: string.(string) string
findAll: string.(string) list(string); string.(string, int) list(string)
first: list(V).() optional_type(V)
flatten: list(list(T)).() list(T); list(dyn).(int) list(dyn)
format: string.(list(dyn)) string
format.byte: () kubernetes.NamedFormat
format.date: () kubernetes.NamedFormat
format.datetime: () kubernetes.NamedFormat
format.dns1035Label: () kubernetes.NamedFormat
format.dns1035LabelPrefix: () kubernetes.NamedFormat
format.dns1123Label: () kubernetes.NamedFormat
format.dns1123LabelPrefix: () kubernetes.NamedFormat
format.dns1123Subdomain: () kubernetes.NamedFormat
format.dns1123SubdomainPrefix: () kubernetes.NamedFormat
format.labelValue: () kubernetes.NamedFormat
format.named: (string) optional_type(kubernetes.NamedFormat)
format.qualifiedName: () kubernetes.NamedFormat
format.uri: () kubernetes.NamedFormat
format.uuid: () kubernetes.NamedFormat
getDate: timestamp.() int; timestamp.(string) int
getDayOfMonth: timestamp.() int; timestamp.(string) int
getDayOfWeek: timestamp.() int; timestamp.(string) int
getDayOfYear: timestamp.() int; timestamp.(string) int
getEscapedPath: kubernetes.URL.() string
getFullYear: timestamp.() int; timestamp.(string) int
getHost: kubernetes.URL.() string
getHostname: kubernetes.URL.() string
getHours: timestamp.() int; timestamp.(string) int; duration.() int
getMilliseconds: timestamp.() int; timestamp.(string) int; duration.() int
getMinutes: timestamp.() int; timestamp.(string) int; duration.() int
getMonth: timestamp.() int; timestamp.(string) int
getPort: kubernetes.URL.() string
getQuery: kubernetes.URL.() map(string, list(string))
getScheme: kubernetes.URL.() string
getSeconds: timestamp.() int; timestamp.(string) int; duration.() int
group: kubernetes.authorization.Authorizer.(string) kubernetes.authorization.GroupCheck
hasValue: optional_type(V).() bool
includes: dyn.(dyn) bool
indexOf: list(A).(A) int; string.(string) int; string.(string, int) int
int: (int) int; (double) int; (duration) int; (string) int; (timestamp) int; (uint) int
ip: (string) net.IP; net.CIDR.() net.IP
ip.isCanonical: (string) bool
isCIDR: (string) bool
isGlobalUnicast: net.IP.() bool
isGreaterThan: kubernetes.Quantity.(kubernetes.Quantity) bool; kubernetes.Semver.(kubernetes.Semver) bool
isInteger: kubernetes.Quantity.() bool
isIP: (string) bool
isLessThan: kubernetes.Quantity.(kubernetes.Quantity) bool; kubernetes.Semver.(kubernetes.Semver) bool
isLinkLocalMulticast: net.IP.() bool
isLinkLocalUnicast: net.IP.() bool
isLoopback: net.IP.() bool
isQuantity: (string) bool
isSemver: (string) bool; (string, bool) bool
isSorted: list(C).() bool
isUnspecified: net.IP.() bool
isURL: (string) bool
join: list(string).() string; list(string).(string) string
labelSelector: kubernetes.authorization.ResourceCheck.(string) kubernetes.authorization.ResourceCheck
last: list(V).() optional_type(V)
lastIndexOf: list(A).(A) int; string.(string) int; string.(string, int) int
lists.range: (int) list(int)
lowerAscii: string.() string
major: kubernetes.Semver.() int
masked: net.CIDR.() net.CIDR
matches: (string, string) bool; string.(string) bool
max: list(C).() C
min: list(C).() C
minor: kubernetes.Semver.() int
name: kubernetes.authorization.ResourceCheck.(string) kubernetes.authorization.ResourceCheck
namespace: kubernetes.authorization.ResourceCheck.(string) kubernetes.authorization.ResourceCheck
optional.none: () optional_type(V)
optional.of: (V) optional_type(V)
optional.ofNonZeroValue: (V) optional_type(V)
optional.unwrap: (list(optional_type(V))) list(V)
or: optional_type(V).(optional_type(V)) optional_type(V)
orValue: optional_type(V).(V) V
patch: kubernetes.Semver.() int
path: kubernetes.authorization.Authorizer.(string) kubernetes.authorization.PathCheck
prefixLength: net.CIDR.() int
quantity: (string) kubernetes.Quantity
reason: kubernetes.authorization.Decision.() string
replace: string.(string, string) string; string.(string, string, int) string
resource: kubernetes.authorization.GroupCheck.(string) kubernetes.authorization.ResourceCheck
reverse: list(T).() list(T)
semver: (string) kubernetes.Semver; (string, bool) kubernetes.Semver
serviceAccount: kubernetes.authorization.Authorizer.(string, string) kubernetes.authorization.Authorizer
sets.contains: (list(T), list(T)) bool
sets.equivalent: (list(T), list(T)) bool
sets.intersects: (list(T), list(T)) bool
sign: (kubernetes.Quantity) int
size: (bytes) int; bytes.() int; (list(A)) int; list(A).() int; (map(A, B)) int; map(A, B).() int; (string) int; string.() int
slice: list(T).(int, int) list(T)
sort: list(C).() list(C)
split: string.(string) list(string); string.(string, int) list(string)
startsWith: string.(string) bool
string: (string) string; (bool) string; (bytes) string; (double) string; (duration) string; (int) string; (timestamp) string; (uint) string; (net.IP) string; (net.CIDR) string
strings.quote: (string) string
sub: kubernetes.Quantity.(kubernetes.Quantity) kubernetes.Quantity; kubernetes.Quantity.(int) kubernetes.Quantity
subresource: kubernetes.authorization.ResourceCheck.(string) kubernetes.authorization.ResourceCheck
substring: string.(int) string; string.(int, int) string
sum: list(N).() N; list(duration).() duration
timestamp: (timestamp) timestamp; (int) timestamp; (string) timestamp
trim: string.() string
type: (A) type(A)
uint: (uint) uint; (double) uint; (int) uint; (string) uint
unwrapOpt: list(optional_type(V)).() list(V)
upperAscii: string.() string
url: (string) kubernetes.URL
validate: kubernetes.NamedFormat.(string) optional_type(list(string))
value: optional_type(V).() V
`;
