// Linear systems and Cholesky factors of SIZE rows: Eigen with the size known. PEER chooses.
#include <Eigen/Dense>
#include <cstdint>

using Square = Eigen::Matrix<double, SIZE, SIZE, SIZE == 1 ? Eigen::ColMajor : Eigen::RowMajor>;
using Column = Eigen::Matrix<double, SIZE, 1>;

extern "C" __attribute__((noinline)) int32_t solution(const double *a, const double *b, double *x) {
  Eigen::Map<Column>(x, SIZE) = Eigen::Map<const Square>(a).partialPivLu().solve(Eigen::Map<const Column>(b));
  return 0;
}

extern "C" __attribute__((noinline)) int32_t factor(const double *a, double *l) {
  Eigen::Map<Square> result(l);
  result = Eigen::Map<const Square>(a).llt().matrixL();
  return 0;
}
