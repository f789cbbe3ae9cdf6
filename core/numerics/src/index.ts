export * from "./mix.js";
export { type Matrix, columnOf, matrixOfRows, rowOf, takeRows, zeros } from "./matrix.js";
export {
  choleskyFactor,
  invertPositiveDefinite,
  solveLower,
  solveLowerTransposed,
  solvePositiveDefinite,
  submatrix,
} from "./cholesky.js";
