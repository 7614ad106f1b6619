// Reads a formula as Python would: + − * / **, brackets, numbers, names, and a few functions.

/** How many arguments each function takes. */
export const FUNCTIONS = { exp: 1, sigma: 1, copy: 1, max: 2 };

const TOKEN = /\s*(?:(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+)|([A-Za-z_]\w*)|(\*\*|[-+*/(),]))/iy;

/** Says in a line what is wrong with a formula. */
export class FormulaError extends Error {}

function tokensOf(text) {
  const tokens = [];
  TOKEN.lastIndex = 0;
  const whole = text.trimEnd();
  while (TOKEN.lastIndex < whole.length) {
    const start = TOKEN.lastIndex;
    const found = TOKEN.exec(whole);
    if (!found) throw new FormulaError(`“${whole.slice(start).trim()[0]}” has no place in a formula`);
    const [, number, name, sign] = found;
    if (number !== undefined) tokens.push({ type: "number", value: Number(number) });
    else tokens.push(name !== undefined ? { type: "name", value: name } : { type: sign });
  }
  return tokens;
}

/**
 * Returns a formula as a tree. Each node is one of
 *   {type: "number", value}, {type: "name", value}, {type: "-", of} for a minus in front,
 *   {type: "+" | "-" | "*" | "/" | "**", left, right}, {type: "call", name, of: [trees]}.
 * Throws a FormulaError that says what is missing.
 */
export function parse(text) {
  const tokens = tokensOf(text);
  let at = 0;
  const next = () => tokens[at]?.type;
  const spelled = (token) => (token ? `“${token.value ?? token.type}”` : "the end");
  const take = (type) => {
    if (next() !== type) throw new FormulaError(`“${type}” is missing before ${spelled(tokens[at])}`);
    return tokens[at++];
  };

  const chain = (operand, signs) => () => {
    let left = operand();
    while (signs.includes(next())) left = { type: tokens[at++].type, left, right: operand() };
    return left;
  };
  const negated = () => {
    if (next() === "+") return at++, negated();
    if (next() !== "-") return power();
    at++;
    return { type: "-", of: negated() };
  };
  const power = () => {
    const left = atom();
    if (next() !== "**") return left;
    at++;
    return { type: "**", left, right: negated() }; // binds tighter than a minus in front of it
  };
  const product = chain(negated, ["*", "/"]);
  const sum = chain(product, ["+", "-"]);
  const atom = () => {
    const token = tokens[at++];
    if (token?.type === "number") return token;
    if (token?.type === "name") return next() === "(" ? call(token.value) : token;
    if (token?.type === "(") {
      const inside = sum();
      take(")");
      return inside;
    }
    throw new FormulaError(`a number or a name is missing before ${spelled(token)}`);
  };
  const call = (name) => {
    if (!Object.hasOwn(FUNCTIONS, name)) {
      throw new FormulaError(`there is no function ${name}: try ${Object.keys(FUNCTIONS).join(", ")}`);
    }
    take("(");
    const of = [sum()];
    while (next() === ",") {
      at++;
      of.push(sum());
    }
    take(")");
    if (of.length !== FUNCTIONS[name]) {
      throw new FormulaError(`${name} takes ${FUNCTIONS[name] === 1 ? "one number" : "two numbers"}`);
    }
    return { type: "call", name, of };
  };

  if (!tokens.length) throw new FormulaError("the formula is empty");
  const tree = sum();
  if (at < tokens.length) throw new FormulaError(`an operator is missing before ${spelled(tokens[at])}`);
  return tree;
}

/** Returns the names in a formula's tree, each once, in the order of reading. */
export function namesIn(tree) {
  if (tree.type === "name") return [tree.value];
  const parts = [tree.left, tree.right, ...(Array.isArray(tree.of) ? tree.of : [tree.of])];
  return [...new Set(parts.filter(Boolean).flatMap(namesIn))];
}
