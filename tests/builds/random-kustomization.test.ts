import fc from "fast-check";
import { expect, test } from "vitest";
import { openFolders } from "../../generator/lint/builds/tree.ts";
import { createRenderer } from "../../generator/lint/builds/kustomize/render.ts";
import { sourceTree } from "../../generator/lint/source.ts";
import { arbitraryKustomizations } from "./random-kustomization.ts";

test("any kustomization renders without exception, the same each time, and leaves its base alone", () => {
  fc.assert(
    fc.property(arbitraryKustomizations(), (files) => {
      const renderer = createRenderer(openFolders(sourceTree(files)), { restrict: true });
      const base = JSON.stringify(renderer.render("base")!.resources.map(({ data }) => data));
      const first = renderer.render(".")!;
      const second = createRenderer(openFolders(sourceTree(files)), { restrict: true }).render(
        ".",
      )!;
      expect(JSON.stringify(second)).toBe(JSON.stringify(first));
      expect(JSON.stringify(renderer.render("base")!.resources.map(({ data }) => data))).toBe(base);
    }),
    { seed: 11, numRuns: 100 },
  );
});

test("every value of a rendered object is located in a file that was read", () => {
  fc.assert(
    fc.property(arbitraryKustomizations(), (files) => {
      const { resources, files: read } = createRenderer(openFolders(sourceTree(files)), {
        restrict: true,
      }).render(".")!;
      for (const { data, locate } of resources) {
        const visit = (value: unknown, path: (string | number)[]): void => {
          const at = locate(path);
          expect(read).toContain(at.file);
          expect(at.line).toBeLessThanOrEqual(files.get(at.file)!.split("\n").length);
          if (typeof value === "object" && value !== null) {
            for (const [key, child] of Object.entries(value))
              visit(child, [...path, Array.isArray(value) ? Number(key) : key]);
          }
        };
        visit(data, []);
      }
    }),
    { seed: 12, numRuns: 30 },
  );
});
