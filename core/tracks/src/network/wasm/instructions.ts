import { signed, unsigned } from "./encode-module.js";

type Code = readonly number[];

/** One instruction, or a sequence of them, that leaves its value on the stack. */
const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];
const ALIGNED_TO_4 = 2;

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
export const integer = (value: number): Code => [0x41, ...signed(value)];
export const addIntegers = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
export const multiplyIntegers = (a: Code, b: Code): Code => [...a, ...b, 0x6c];

/** Runs the body `count` times, at least once; the local counts down. */
export function times(local: number, count: Code, body: Code): Code {
  const countDown = [...addIntegers(get(local), integer(-1)), 0x22, ...unsigned(local)];
  return [...set(local, count), 0x03, 0x40, ...body, ...countDown, 0x0d, 0x00, 0x0b];
}

/** Moves a pointer on by as many bytes. */
export const advance = (local: number, bytes: Code): Code => set(local, addIntegers(get(local), bytes));

const memory = (opcode: number, offset: number): number[] => [
  ...simd(opcode),
  ALIGNED_TO_4,
  ...unsigned(offset),
];
/** Four float32 at an address. */
export const load = (address: Code, offset = 0): Code => [...address, ...memory(0x00, offset)];
/** One float32 at an address, four times. */
export const loadRepeated = (address: Code): Code => [...address, ...memory(0x09, 0)];
export const store = (address: Code, value: Code, offset = 0): Code => [
  ...address,
  ...value,
  ...memory(0x0b, offset),
];

/** One number, four times. */
export function constant(value: number): Code {
  const bytes = [...new Uint8Array(Float32Array.of(value, value, value, value).buffer)];
  return [...simd(0x0c), ...bytes];
}
/** One integer, four times. */
export function integers(value: number): Code {
  const bytes = [...new Uint8Array(Int32Array.of(value, value, value, value).buffer)];
  return [...simd(0x0c), ...bytes];
}

export const negate = (a: Code): Code => [...a, ...simd(0xe1)];
export const add = (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe4)];
export const subtract = (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe5)];
export const multiply = (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe6)];
export const divide = (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe7)];
export const minimum = (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe8)];
export const maximum = (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe9)];
/** 2ᵏ of four whole numbers k, which become the exponents of float32. */
export const powerOfTwo = (k: Code): Code => [
  ...k,
  ...simd(0xf8), // to integers
  ...integers(127),
  ...simd(0xae), // + 127
  ...integer(23),
  ...simd(0xab), // << 23
];
