// Orthogonal factors, singular values, eigenvalues and the exponential of SIZE rows: Eigen with the size known. PEER chooses.
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

extern "C" __attribute__((noinline)) int32_t roots(const double *a, double *re, double *im) {
  Eigen::EigenSolver<Square> decomposed(Eigen::Map<const Square>(a, SIZE, SIZE), false);
  Eigen::Map<Eigen::VectorXd>(re, SIZE) = decomposed.eigenvalues().real();
  Eigen::Map<Eigen::VectorXd>(im, SIZE) = decomposed.eigenvalues().imag();
  return 0;
}

extern "C" __attribute__((noinline)) int32_t spectrum(const double *a, double *w) {
  Eigen::SelfAdjointEigenSolver<Square> decomposed(Eigen::Map<const Square>(a, SIZE, SIZE), Eigen::EigenvaluesOnly);
  Eigen::Map<Eigen::VectorXd>(w, SIZE) = decomposed.eigenvalues();
  return 0;
}

/* Vectors with the sign of ours. */
extern "C" __attribute__((noinline)) int32_t parts(const double *a, double *w, double *q) {
  Eigen::SelfAdjointEigenSolver<Square> decomposed(Eigen::Map<const Square>(a, SIZE, SIZE));
  Eigen::Map<Eigen::VectorXd>(w, SIZE) = decomposed.eigenvalues();
  const auto &vectors = decomposed.eigenvectors();
  for (int j = 0; j < SIZE; j++) {
    int first = 0;
    while (first < SIZE - 1 && vectors(first, j) * vectors(first, j) * SIZE < 0.1) first++;
    for (int i = 0; i < SIZE; i++) q[i * SIZE + j] = vectors(first, j) < 0 ? -vectors(i, j) : vectors(i, j);
  }
  return 0;
}
