// Prints what kustomize's built-in OpenAPI says about merging and scope, as compact JSON:
//
//	{"kinds": {"apps/v1/Deployment": 3}, "types": [{"spec": ["object", 4]}], "cluster": ["v1/Namespace"]}
//
// generator/lint/builds/kustomize/openapi-data.ts holds the same. To make it again, in a module of its own:
//
//	go mod init tables && go get sigs.k8s.io/kustomize/kyaml@v0.20.1 && go run .
package main

import (
	"encoding/json"
	"os"
	"sort"
	"strings"

	"k8s.io/kube-openapi/pkg/validation/spec"
	"sigs.k8s.io/kustomize/kyaml/openapi"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

type field []any

func main() {
	definitions := openapi.Schema().Definitions
	names := mergingTypes(definitions)
	index := map[string]int{}
	for i, name := range names {
		index[name] = i
	}
	types := make([]map[string]field, len(names))
	for i, name := range names {
		types[i] = map[string]field{}
		for key, property := range definitions[name].Properties {
			if entry := describe(property, index); entry != nil {
				types[i][key] = entry
			}
		}
	}
	kinds, cluster := describeKinds(definitions, index)
	json.NewEncoder(os.Stdout).Encode(map[string]any{"kinds": kinds, "types": types, "cluster": cluster})
}

// mergingTypes names the types that hold a list with a merge strategy, or a type that does, outside of lists that are replaced.
func mergingTypes(definitions spec.Definitions) []string {
	merging := map[string]bool{}
	for changed := true; changed; {
		changed = false
		for name, definition := range definitions {
			for _, property := range definition.Properties {
				isList := property.Items != nil
				if !merging[name] && (merges(property) || !isList && merging[target(property)]) {
					merging[name] = true
					changed = true
				}
			}
		}
	}
	var names []string
	for name := range merging {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func merges(property spec.Schema) bool {
	strategy, _ := property.Extensions["x-kubernetes-patch-strategy"].(string)
	for _, part := range strings.Split(strategy, ",") {
		if part == "merge" && property.Items != nil {
			return true
		}
	}
	return false
}

func target(property spec.Schema) string {
	reference := property.Ref.String()
	if property.Items != nil && property.Items.Schema != nil {
		reference = property.Items.Schema.Ref.String()
	} else if property.AdditionalProperties != nil && property.AdditionalProperties.Schema != nil {
		reference = property.AdditionalProperties.Schema.Ref.String()
	}
	return strings.TrimPrefix(reference, "#/definitions/")
}

func describe(property spec.Schema, index map[string]int) field {
	at, known := index[target(property)]
	if !known {
		at = -1
	}
	if merges(property) {
		resource := openapi.ResourceSchema{Schema: &property}
		_, keys := resource.PatchStrategyAndKeyList()
		entry := field{"list", at}
		for _, key := range keys {
			entry = append(entry, key)
		}
		return entry
	}
	if !known || property.Items != nil {
		return nil
	}
	if property.AdditionalProperties != nil {
		return field{"map", at}
	}
	return field{"object", at}
}

func describeKinds(definitions spec.Definitions, index map[string]int) (map[string]int, []string) {
	kinds := map[string]int{}
	cluster := map[string]bool{}
	for name, definition := range definitions {
		list, _ := definition.Extensions["x-kubernetes-group-version-kind"].([]any)
		for _, entry := range list {
			kind, _ := entry.(map[string]any)
			group, _ := kind["group"].(string)
			version, _ := kind["version"].(string)
			meta := yaml.TypeMeta{APIVersion: version, Kind: kind["kind"].(string)}
			if group != "" {
				meta.APIVersion = group + "/" + version
			}
			if at, known := index[name]; known {
				kinds[meta.APIVersion+"/"+meta.Kind] = at
			}
			if openapi.IsCertainlyClusterScoped(meta) {
				cluster[meta.APIVersion+"/"+meta.Kind] = true
			}
		}
	}
	var scoped []string
	for name := range cluster {
		scoped = append(scoped, name)
	}
	sort.Strings(scoped)
	return kinds, scoped
}
