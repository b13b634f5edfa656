import { describe, expect, expectTypeOf, it } from "vitest";
import { FieldError, SynapseDefinitionError } from "../errors.ts";
import { bool, type Field, float, int, json, list, object, optional, record, text, withDefault } from "./fields.ts";
import { bodyHash, defineSynapse, type Input, Ping, readValues, type Values } from "./synapse.ts";

const hashOf = (field: Field<unknown>, value: unknown) => {
  const synapse = defineSynapse({ name: "One", fields: { value: field }, requiredHashFields: ["value"] });
  return bodyHash(synapse, readValues(synapse, { value }));
};

/** Measured with Bittensor's SDK 10.2.0: one hashed field, the body's hash. */
describe("the body hash equals Bittensor's", () => {
  it.each<[string, Field<unknown>, unknown, string]>([
    ["int", int, 5, "4fae6364bdbf7a0def40e782ea7656d4bc96dd42a6eaf71d62b977d74e733ecf"],
    ["str", text, "hello", "cd1ba9b9d9fae7c1e56ddf6aa2947ad2e0b83b96bd91dd4b67fc560e83589bad"],
    ["list[str]", list(text), ["a", "it's", 'q"'], "b4c475fd3cf681d0467e2079d06b394793b029a30c22af90c14c4d76d092b22a"],
    ["list[int]", list(int), [1, 2, 3], "c56908861d1c9afdab9225b5ef8f2f9089b92123c5f5f75d6cfba12de7532867"],
    ["float", float, 0.1, "8ed8e1d798c52760c82adc97169c1341418ae027f746e23c080a021e7525aa0a"],
    ["whole float", float, 1, "6e9db2fcbcbac0c460b4894eec0f658d594d7db94b441e6cff12a7a67e48e402"],
    ["large float", float, 1e16, "6bbcb1075c61498cb4fab9f5570d0a1652afbc44914e8bb82bd3e70e38675619"],
    ["small float", float, 1e-5, "1ca2ac6218ec91e89d9a7db8a47bcde57389a2d24d5cb6d60c7d01b1c66c7083"],
    ["bool", bool, true, "8f2f2a68cd34894eb7a63d8c59237817b43f47bfba09463f678b964d55a25290"],
    ["None", optional(text), null, "374b5d095204fc2ce2201a0f3c315571a7097e854d9babc9ed634954d4dd9e10"],
    [
      "dict",
      record(text),
      { role: "user", content: "hi" },
      "5ba9ffd55d00ef25c307bda04a354b1951b24e87aecd40917468e72c4adccb9f",
    ],
    ["Any", json, [{ a: [1.5, null, true] }], "03887526713b3c3ca3439f312fdc2611cafb3a0117818e909aaa07df8f0247bb"],
    ["not ASCII", list(text), ["héllo\n\u200b"], "5cdaaffe278b348403a3e96e42ad4b1b3bebe72c2fc0b1cbc31337c08dae9362"],
  ])("%s", (_, field, value, hash) => expect(hashOf(field, value)).toBe(hash));

  it("is the hash of nothing where no field is hashed", () => {
    expect(bodyHash(Ping, {})).toBe("a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a");
  });

  it("covers a nested model in the order declared, and each field apart", () => {
    const model = object({ b: int, a: withDefault(float, 1) });
    expect(hashOf(model, { b: 2 })).toBe(hashOf(model, { a: 1, b: 2 }));
    expect(hashOf(model, { b: 2 })).not.toBe(hashOf(json, { b: 2, a: 1 }));
    expect(hashOf(model, { b: 2, a: 1.5 })).toBe(hashOf(json, { b: 2, a: 1.5 }));
    expect(hashOf(list(text), ["ab"])).not.toBe(hashOf(list(text), ["a", "b"]));
  });
});

describe("a synapse", () => {
  const Double = defineSynapse({
    name: "Double",
    fields: { input: int, note: withDefault(text, ""), output: optional(int) },
  });

  it("hashes its required fields unless told otherwise", () => {
    expect(Double.requiredHashFields).toEqual(["input"]);
  });

  it("types what callers give and what handlers get", () => {
    expectTypeOf<Values<typeof Double>>().toEqualTypeOf<{ input: number; note: string; output: number | null }>();
    expectTypeOf<{ input: number }>().toExtend<Input<typeof Double>>();
    expectTypeOf<{ note: string }>().not.toExtend<Input<typeof Double>>();
  });

  it("fills defaults, leaves out what it does not know, and says which value does not fit", () => {
    expect(readValues(Double, { input: 1, name: "Double", axon: {} })).toEqual({ input: 1, note: "", output: null });
    expect(() => readValues(Double, {})).toThrow("input must be given.");
    expect(() => readValues(Double, { input: 1.5 })).toThrow("input must be a whole number.");
    const Nested = defineSynapse({ name: "Nested", fields: { rows: list(record(int)) } });
    expect(() => readValues(Nested, { rows: [{}, { x: "1" }] })).toThrow("rows[1].x must be a whole number.");
    expect(() => readValues(Nested, { rows: {} })).toThrow(FieldError);
  });

  it("gives every request its own copy of a default", () => {
    const Listed = defineSynapse({ name: "Listed", fields: { items: withDefault(list(int), [1]) } });
    readValues(Listed, {}).items.push(2);
    expect(readValues(Listed, {}).items).toEqual([1]);
  });

  it.each([
    [{ name: "no spaces", fields: {} }, "class-like name"],
    [{ name: "Taken", fields: { axon: text } }, 'called "axon"'],
    [{ name: "Missing", fields: {}, requiredHashFields: ["x" as never] }, 'hashes "x"'],
  ])("is refused where no peer could serve it", (definition, reason) => {
    expect(() => defineSynapse(definition)).toThrow(SynapseDefinitionError);
    expect(() => defineSynapse(definition)).toThrow(reason);
  });
});
