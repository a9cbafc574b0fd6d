package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.cone.NonNegativeCone;
import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.TallQr;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.Operator;
import io.spectrahedra.sdp.problem.RowGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Schur complement M = BᵀB = RᵀR of the HKM system by B = QR, without forming M [M58]. With X =
 * LLᵀ and S⁻¹ = NᵀN column i of B is LᵀAᵢNᵀ, entry by entry, or √(x/s) aᵢ where X is a vector: R is
 * as good as √κ(M) allows, where the Cholesky factor of M has lost twice the digits.
 *
 * <p>2pm² + 4mΣn³ flops for m rows and p = Σn² entries of the blocks; pm + m² numbers of memory,
 * and 3n² a thread.
 */
public final class OrthogonalSchur {
  /** Of B: 160 MB. */
  private static final double MOST_ENTRIES = 2e7;

  private static final double MOST_FLOPS = 2e10;

  /** Columns of B that are one task. */
  private static final int SLICE = 4;

  private final Operator operator;
  private final List<Cone> cones;
  private final int m;

  /** Of B. */
  private final int rows;

  private final double flops;

  /** Rᵀ. */
  private DenseMatrix factor = DenseMatrix.zeros(0, 0);

  private OrthogonalSchur(Operator operator, List<Cone> cones, int rows, double flops) {
    this.operator = operator;
    this.cones = cones;
    this.m = operator.rows();
    this.rows = rows;
    this.flops = flops;
  }

  /** Nothing where a cone has no factors of this kind, or B is too large. */
  public static Optional<OrthogonalSchur> of(Operator operator, List<Cone> cones) {
    double m = operator.rows();
    double rows = 0;
    double flops = 0;
    for (Cone each : cones) {
      if (each instanceof PsdCone cone && cone.sparseSlack().isEmpty()) {
        rows += Math.pow(cone.order(), 2);
        flops += 4 * m * Math.pow(cone.order(), 3);
      } else if (each instanceof NonNegativeCone cone) {
        rows += cone.size();
      } else {
        return Optional.empty();
      }
    }
    flops += 2 * rows * m * m;
    return rows * m > MOST_ENTRIES || flops > MOST_FLOPS
        ? Optional.empty()
        : Optional.of(new OrthogonalSchur(operator, cones, (int) rows, flops));
  }

  /**
   * Finds R at the current pairs of the cones.
   *
   * @return whether it has a diagonal of numbers above 0, be they noise
   */
  public boolean factor(Workers workers) {
    factor = triangle(workers);
    for (int i = 0; i < m; i++) {
      if (!(factor.at(i, i) > 0) || !Double.isFinite(factor.at(i, i))) {
        return false;
      }
    }
    return true;
  }

  /** Rᵀ, its diagonal at least 0. */
  DenseMatrix triangle(Workers workers) {
    List<DenseMatrix> parts = new ArrayList<>();
    for (int k = 0; k < cones.size(); k++) {
      parts.add(
          cones.get(k) instanceof PsdCone cone
              ? products(workers, cone, operator.groups(k))
              : entries((NonNegativeCone) cones.get(k), operator.groups(k)));
    }
    DenseMatrix r =
        TallQr.triangularFactor(workers, rows, m, (from, target) -> write(parts, from, target));
    for (int i = 0; i < m; i++) {
      if (r.at(i, i) < 0) {
        r.view(i, i, 1, m - i).scale(-1);
      }
    }
    return r.transposed();
  }

  /** x ← M⁻¹x; 2m² flops. */
  public void solve(Workers workers, double[] x) {
    Cholesky.solve(workers, factor, x);
  }

  /** Arithmetic operations of one {@link #factor}. */
  public double flops() {
    return flops;
  }

  /** Row i: the entries of LᵀAᵢNᵀ. */
  private DenseMatrix products(Workers workers, PsdCone cone, List<RowGroup> groups) {
    int n = cone.order();
    DenseMatrix left = cone.leftFactor().transposed();
    DenseMatrix right = DenseMatrix.zeros(n, n);
    right.setTo(cone.rightFactor());
    DenseMatrix products = DenseMatrix.zeros(m, n * n);
    workers.forSlices(
        m,
        SLICE,
        (from, to) -> {
          DenseMatrix half = DenseMatrix.zeros(n, n);
          DenseMatrix product = DenseMatrix.zeros(n, n);
          for (int i = from; i < to; i++) {
            half.fill(0);
            for (RowGroup group : groups) {
              for (int t = group.firstTermOf(i); t < group.firstTermOf(i + 1); t++) {
                group.addProduct(group.scale(t), t, right, half);
              }
            }
            Gemm.multiply(Workers.SERIAL, 1, left, half, 0, product);
            System.arraycopy(product.data(), 0, products.data(), products.index(i, 0), n * n);
          }
        });
    return products;
  }

  /** Row i: √(x/s) aᵢ. */
  private DenseMatrix entries(NonNegativeCone cone, List<RowGroup> groups) {
    DenseMatrix entries = DenseMatrix.zeros(m, cone.size());
    for (RowGroup group : groups) {
      for (int t = 0; t < group.terms(); t++) {
        group.addPacked(group.scale(t), t, entries.data(), entries.index(group.row(t), 0));
      }
    }
    for (int j = 0; j < cone.size(); j++) {
      entries.view(0, j, m, 1).scale(Math.sqrt(cone.ratio(j)));
    }
    return entries;
  }

  /** Some rows of B: columns of its parts. */
  private static void write(List<DenseMatrix> parts, int from, DenseMatrix target) {
    int start = 0;
    for (DenseMatrix part : parts) {
      int first = Math.max(from, start);
      int count = Math.min(from + target.rows, start + part.cols) - first;
      if (count > 0) {
        target
            .view(first - from, 0, count, part.rows)
            .setTo(part.view(0, first - start, part.rows, count).transposed());
      }
      start += part.cols;
    }
  }
}
