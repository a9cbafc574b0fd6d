package io.spectrahedra.testdata.sdp;

/** A random orthogonal matrix Q, from which symmetric matrices with known eigenvalues are made. */
record OrthogonalBasis(double[][] columns) {

  /** A product of n reflections I − 2vvᵀ/‖v‖² of random vectors v: orthogonal up to rounding. */
  static OrthogonalBasis random(int n, Draw draw) {
    double[][] q = new double[n][n];
    for (int i = 0; i < n; i++) {
      q[i][i] = 1;
    }
    for (int k = 0; k < n; k++) {
      double[] v = draw.vector(n);
      v[k] += 2; // never zero
      double norm = 0;
      for (double entry : v) {
        norm += entry * entry;
      }
      for (int j = 0; j < n; j++) {
        double dot = 0;
        for (int i = 0; i < n; i++) {
          dot += v[i] * q[i][j];
        }
        for (int i = 0; i < n; i++) {
          q[i][j] -= 2 * dot / norm * v[i];
        }
      }
    }
    return new OrthogonalBasis(q);
  }

  int order() {
    return columns.length;
  }

  /** Q diag(λ) Qᵀ, exactly symmetric. */
  double[][] matrix(double[] eigenvalues) {
    double[][] diagonal = new double[order()][order()];
    for (int k = 0; k < order(); k++) {
      diagonal[k][k] = eigenvalues[k];
    }
    return rotated(diagonal);
  }

  /** Q B Qᵀ for a symmetric B, exactly symmetric. */
  double[][] rotated(double[][] b) {
    int n = order();
    double[][] qb = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int l = 0; l < n; l++) {
        for (int k = 0; k < n; k++) {
          qb[i][l] += columns[i][k] * b[k][l];
        }
      }
    }
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        for (int l = 0; l < n; l++) {
          a[i][j] += qb[i][l] * columns[j][l];
        }
        a[j][i] = a[i][j];
      }
    }
    return a;
  }
}
