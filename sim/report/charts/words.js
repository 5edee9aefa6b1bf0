/** Sentences and names as print sets them. */

/** Write "North Korea’s", "the United States’". */
export function possessive(name) {
  return name.endsWith("s") ? `${name}’` : `${name}’s`;
}

/** Set the program's sentences as print does: minus signs, arrows, no line broken within "95 %". */
export function typeset(text) {
  return text.replaceAll(" -> ", "\u00a0→\u00a0").replace(/(^|[\s(])-(?=\d)/g, "$1−")
    .replace(/(\d{4}) (H[12])/g, "$1\u00a0$2").replace(/(\d) %/g, "$1\u00a0%");
}
