/** Which form of a message a number takes. */
export type Plural = (n: number) => number;

type Operation = (left: number, right: number) => number;

/** C's binary operators, from the loosest to the tightest. */
const LEVELS: Record<string, Operation>[] = [
  { "||": (a, b) => Number(a !== 0 || b !== 0) },
  { "&&": (a, b) => Number(a !== 0 && b !== 0) },
  { "==": (a, b) => Number(a === b), "!=": (a, b) => Number(a !== b) },
  {
    "<=": (a, b) => Number(a <= b),
    ">=": (a, b) => Number(a >= b),
    "<": (a, b) => Number(a < b),
    ">": (a, b) => Number(a > b),
  },
  { "+": (a, b) => a + b, "-": (a, b) => a - b },
  { "*": (a, b) => a * b, "/": (a, b) => Math.trunc(a / b), "%": (a, b) => a % b },
];

/** Reads gettext's `nplurals=2; plural=(n != 1);` without evaluating code; throws when it cannot. */
export function parsePlural(header: string): Plural {
  const expression = /plural\s*=\s*([^;]+)/.exec(
    header.replace(/nplurals\s*=\s*\d+\s*;?/, ""),
  )?.[1];
  if (!expression) throw new Error(`no plural expression in ${header}`);
  const parser = new Parser(expression);
  const plural = parser.ternary();
  parser.finish();
  return plural;
}

class Parser {
  private readonly tokens: string[];
  private at = 0;

  constructor(expression: string) {
    this.tokens = expression.match(/\d+|n|\|\||&&|[=!<>]=|[-+*/%<>!?:()]|\S/g) ?? [];
  }

  ternary(): Plural {
    const condition = this.binary(0);
    if (!this.take("?")) return condition;
    const yes = this.ternary();
    this.expect(":");
    const no = this.ternary();
    return (n) => (condition(n) ? yes(n) : no(n));
  }

  finish(): void {
    if (this.at < this.tokens.length) throw new Error(`unexpected ${this.tokens[this.at]}`);
  }

  private binary(level: number): Plural {
    const operators = LEVELS[level];
    if (!operators) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operation = operators[this.tokens[this.at] ?? ""];
      if (!operation) return left;
      this.at++;
      const before = left;
      const right = this.binary(level + 1);
      left = (n) => operation(before(n), right(n));
    }
  }

  private unary(): Plural {
    if (this.take("!")) {
      const operand = this.unary();
      return (n) => Number(!operand(n));
    }
    if (this.take("(")) {
      const inner = this.ternary();
      this.expect(")");
      return inner;
    }
    if (this.take("n")) return (n) => n;
    const token = this.tokens[this.at++] ?? "";
    if (!/^\d+$/.test(token)) throw new Error(`unexpected ${token || "end"}`);
    return () => Number(token);
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) throw new Error(`${token} expected`);
  }
}
