/**
 * Finds what a user probably meant to write.
 * @param word what was written
 * @param choices what can be written
 * @returns the nearest choice by edit distance without regard to case, or undefined when none is near
 */
export function suggest(word: string, choices: Iterable<string>): string | undefined {
  if (word.length > 80) return undefined;
  const given = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(given.length / 3)) + 1;
  for (const choice of choices) {
    if (Math.abs(choice.length - given.length) >= bestDistance) continue;
    const distance = editDistance(given, choice.toLowerCase());
    if (distance >= bestDistance) continue;
    best = choice;
    bestDistance = distance;
  }
  return best;
}

/** Levenshtein's distance; two neighbours that changed places count as one change. */
function editDistance(left: string, right: string): number {
  let older: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        previous[column]! + 1,
        current[column - 1]! + 1,
        previous[column - 1]! + (same ? 0 : 1),
      );
      const swapped =
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1];
      if (swapped) cost = Math.min(cost, older[column - 2]! + 1);
      current.push(cost);
    }
    older = previous;
    previous = current;
  }
  return previous[right.length]!;
}

/** @returns `, did you mean "x"?`, or nothing when no choice is near */
export function didYouMean(word: string, choices: Iterable<string>): string {
  const near = suggest(word, choices);
  return near === undefined ? "" : `, did you mean "${near}"?`;
}
