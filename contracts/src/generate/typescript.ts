/** An Avro schema as JSON. */
export type AvroSchema = string | AvroSchema[] | { readonly [key: string]: unknown };

interface Named {
  type: string;
  name: string;
  doc?: string;
  symbols?: string[];
  fields?: { name: string; type: AvroSchema; doc?: string }[];
}

const PRIMITIVES: Record<string, string> = {
  null: "null",
  boolean: "boolean",
  int: "number",
  long: "number",
  float: "number",
  double: "number",
  string: "string",
  bytes: "Buffer",
};

/**
 * Collects a TypeScript declaration for each named type of a schema, keyed by name.
 * A name that is declared twice must mean the same both times.
 */
export function declareTypes(schema: AvroSchema, declarations: Map<string, string>): void {
  reference(schema, declarations);
}

function reference(schema: AvroSchema, declarations: Map<string, string>): string {
  if (typeof schema === "string") return PRIMITIVES[schema] ?? schema.split(".").at(-1)!;
  if (Array.isArray(schema)) return schema.map((branch) => reference(branch, declarations)).join(" | ");
  const complex = schema as unknown as Named & { items: AvroSchema; values: AvroSchema };
  switch (complex.type) {
    case "array":
      return arrayOf(reference(complex.items, declarations));
    case "map":
      return `Record<string, ${reference(complex.values, declarations)}>`;
    case "enum":
      return declare(
        complex,
        `export type ${complex.name} = ${complex.symbols!.map(quote).join(" | ")};`,
        declarations,
      );
    case "record":
      return declare(complex, recordDeclaration(complex, declarations), declarations);
    default:
      return reference(complex.type, declarations);
  }
}

function recordDeclaration(record: Named, declarations: Map<string, string>): string {
  const fields = record.fields!.map((field) => {
    const type = reference(field.type, declarations);
    return `${comment(field.doc, "  ")}  ${field.name}: ${type};`;
  });
  return `export interface ${record.name} {\n${fields.join("\n")}\n}`;
}

function declare(named: Named, declaration: string, declarations: Map<string, string>): string {
  const text = `${comment(named.doc, "")}${declaration}\n`;
  const earlier = declarations.get(named.name);
  if (earlier !== undefined && earlier !== text) {
    throw new TypeError(`Avro type ${named.name} is declared twice and differently; give one another name`);
  }
  declarations.set(named.name, text);
  return named.name;
}

function comment(doc: string | undefined, indent: string): string {
  return doc === undefined ? "" : `${indent}/** ${doc} */\n`;
}

function arrayOf(item: string): string {
  return item.includes(" | ") ? `(${item})[]` : `${item}[]`;
}

function quote(symbol: string): string {
  return JSON.stringify(symbol);
}
