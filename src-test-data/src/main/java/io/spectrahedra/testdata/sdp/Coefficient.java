package io.spectrahedra.testdata.sdp;

import java.util.ArrayList;
import java.util.List;

/** One block of a coefficient. */
public sealed interface Coefficient {
  /** The number of the block, from 0. */
  int block();

  /** ⟨A, X⟩, in which an entry off the diagonal counts twice. */
  double dot(double[][] x);

  /** T ← T + αA. */
  void addTo(double alpha, double[][] target);

  /** α times this. */
  Coefficient times(double alpha);

  /** An entry of a symmetric matrix; off the diagonal it stands for both. */
  record Entry(int row, int col, double value) {}

  /** A symmetric matrix by its entries, each named once. */
  record Sparse(int block, List<Entry> entries) implements Coefficient {
    @Override
    public double dot(double[][] x) {
      double sum = 0;
      for (Entry e : entries) {
        sum += (e.row == e.col ? 1 : 2) * e.value * x[e.row][e.col];
      }
      return sum;
    }

    @Override
    public void addTo(double alpha, double[][] target) {
      for (Entry e : entries) {
        target[e.row][e.col] += alpha * e.value;
        if (e.row != e.col) {
          target[e.col][e.row] += alpha * e.value;
        }
      }
    }

    @Override
    public Coefficient times(double alpha) {
      return new Sparse(
          block, entries.stream().map(e -> new Entry(e.row, e.col, alpha * e.value)).toList());
    }
  }

  /** Σₖ weights[k] · uₖuₖᵀ for the vectors uₖ. */
  record LowRank(int block, List<double[]> vectors, double[] weights) implements Coefficient {
    @Override
    public double dot(double[][] x) {
      double sum = 0;
      for (int k = 0; k < weights.length; k++) {
        double[] u = vectors.get(k);
        for (int i = 0; i < u.length; i++) {
          for (int j = 0; j < u.length; j++) {
            sum += weights[k] * u[i] * u[j] * x[i][j];
          }
        }
      }
      return sum;
    }

    @Override
    public void addTo(double alpha, double[][] target) {
      for (int k = 0; k < weights.length; k++) {
        double[] u = vectors.get(k);
        for (int i = 0; i < u.length; i++) {
          for (int j = 0; j < u.length; j++) {
            target[i][j] += alpha * weights[k] * (u[i] * u[j]);
          }
        }
      }
    }

    @Override
    public Coefficient times(double alpha) {
      double[] scaled = weights.clone();
      for (int k = 0; k < scaled.length; k++) {
        scaled[k] *= alpha;
      }
      return new LowRank(block, vectors, scaled);
    }
  }

  /** The coefficients of a vector. */
  record Vector(int block, double[] values) implements Coefficient {
    @Override
    public double dot(double[][] x) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[i] * x[i][0];
      }
      return sum;
    }

    @Override
    public void addTo(double alpha, double[][] target) {
      for (int i = 0; i < values.length; i++) {
        target[i][0] += alpha * values[i];
      }
    }

    @Override
    public Coefficient times(double alpha) {
      double[] scaled = values.clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= alpha;
      }
      return new Vector(block, scaled);
    }
  }

  /** The nonzero entries of a symmetric matrix, of which the lower triangle is read. */
  static Coefficient of(int block, double[][] matrix) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j <= i; j++) {
        if (matrix[i][j] != 0) {
          entries.add(new Entry(i, j, matrix[i][j]));
        }
      }
    }
    return new Sparse(block, entries);
  }

  /** A block of either kind: the entries of an n × n matrix, or the values of an n × 1 vector. */
  static Coefficient of(int block, boolean vector, double[][] values) {
    if (!vector) {
      return of(block, values);
    }
    double[] column = new double[values.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = values[i][0];
    }
    return new Vector(block, column);
  }

  /** One entry, in both of its places. */
  static Coefficient entry(int block, int row, int col, double value) {
    return new Sparse(block, List.of(new Entry(row, col, value)));
  }

  /** scale · I. */
  static Coefficient identity(int block, int order, double scale) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < order; i++) {
      entries.add(new Entry(i, i, scale));
    }
    return new Sparse(block, entries);
  }
}
