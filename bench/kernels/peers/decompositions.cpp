// Orthogonal factors, singular values and the exponential of SIZE rows: Eigen with the size known. PEER chooses.
#include <Eigen/Dense>
#include <cstdint>
#include <unsupported/Eigen/MatrixFunctions>

/* Beyond what Eigen puts on the stack a known size helps it no more. */
using Square = Eigen::Matrix<double, SIZE <= 16 ? SIZE : Eigen::Dynamic, SIZE <= 16 ? SIZE : Eigen::Dynamic, Eigen::RowMajor>;

extern "C" __attribute__((noinline)) int32_t factors(const double *a, double *q, double *r) {
  Eigen::HouseholderQR<Square> decomposed(Eigen::Map<const Square>(a, SIZE, SIZE));
  Eigen::Map<Square>(q, SIZE, SIZE) = decomposed.householderQ();
  Eigen::Map<Square>(r, SIZE, SIZE) = decomposed.matrixQR().template triangularView<Eigen::Upper>();
  return 0;
}

extern "C" __attribute__((noinline)) int32_t values(const double *a, double *s) {
  Eigen::JacobiSVD<Square> decomposed(Eigen::Map<const Square>(a, SIZE, SIZE));
  Eigen::Map<Eigen::VectorXd>(s, SIZE) = decomposed.singularValues();
  return 0;
}

extern "C" __attribute__((noinline)) int32_t exponential(const double *a, double *x) {
  const Square matrix = Eigen::Map<const Square>(a, SIZE, SIZE);
  Eigen::Map<Square>(x, SIZE, SIZE) = matrix.exp();
  return 0;
}
