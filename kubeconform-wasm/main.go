// Command kubeconform-wasm checks documents with kubeconform inside WebAssembly (GOOS=wasip1), where there is no network.
//
// Arguments: path templates of schemas, the first that has one for a kind counts.
// Standard input: one JSON document a line. Standard output: one answer a line, in the same order.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/yannh/kubeconform/pkg/resource"
	"github.com/yannh/kubeconform/pkg/validator"
)

type problem struct {
	Path    string `json:"path"`
	Message string `json:"message"`
}

type answer struct {
	Status   string    `json:"status"`
	Problems []problem `json:"problems"`
}

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(templates []string, in io.Reader, out io.Writer) error {
	checker, err := validator.New(templates, validator.Opts{IgnoreMissingSchemas: true})
	if err != nil {
		return err
	}
	reader := bufio.NewReader(in)
	writer := bufio.NewWriter(out)
	encoder := json.NewEncoder(writer)
	for {
		line, err := reader.ReadBytes('\n')
		if len(line) > 1 {
			if err := encoder.Encode(judge(checker, line)); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return writer.Flush()
		}
		if err != nil {
			return err
		}
	}
}

func judge(checker validator.Validator, document []byte) answer {
	result := checker.ValidateResource(resource.Resource{Bytes: document})
	switch result.Status {
	case validator.Valid:
		return answer{Status: "valid", Problems: []problem{}}
	case validator.Skipped, validator.Empty:
		return answer{Status: "unchecked", Problems: []problem{}}
	case validator.Error:
		return answer{Status: "error", Problems: []problem{{Message: result.Err.Error()}}}
	}
	return answer{Status: "invalid", Problems: explain(result.Err)}
}

// explain takes the places and reasons out of the error's text: its structure keeps only the outermost places.
func explain(err error) []problem {
	problems := []problem{}
	for _, part := range strings.Split(err.Error(), "- at '")[1:] {
		path, message, _ := strings.Cut(part, "': ")
		if message = strings.TrimSpace(message); message != "validation failed" {
			problems = append(problems, problem{Path: path, Message: message})
		}
	}
	return problems
}
