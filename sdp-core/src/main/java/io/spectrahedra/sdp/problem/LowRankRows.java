package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Terms with low-rank matrices Aₜ = Σₖ wₖuₖuₖᵀ over the rows of one matrix U of distinct vectors.
 *
 * <p>A vector that few terms use is stored once for each of them ("own" vectors, in the order of
 * their terms); one that many terms use is stored once in all ("shared" vectors, after the own
 * ones). In a lift every sample owns its data vector and all share the last unit vector.
 */
public final class LowRankRows implements RowGroup {
  /**
   * A vector is shared if it is used by more than this share of the terms, and by more than two.
   */
  private static final int SHARED_FRACTION = 8;

  private static final int CHUNK = 128;

  /** From this length of the vectors on the threads share each product of {@link #addAdjoint}. */
  private static final int PARALLEL_ORDER = 128;

  /** Shorter vectors of one of its tasks, at least. */
  private static final int SLICE = 512;

  /** Its tasks, at most: each has a sum of its own. */
  private static final int TASKS = 64;

  private static final int[] NO_USES = {};

  private final DenseMatrix vectors;
  private final int[] row;
  private final double[] scale;

  /** Own vector r belongs to term ownTerm[r] with weight ownWeight[r]. */
  private final int[] ownTerm;

  private final double[] ownWeight;

  /** sharedWeight[s][t]: the weight of shared vector s in term t, 0 if it has no part in it. */
  private final double[][] sharedWeight;

  private LowRankRows(
      DenseMatrix vectors,
      int[] row,
      double[] scale,
      int[] ownTerm,
      double[] ownWeight,
      double[][] sharedWeight) {
    this.vectors = vectors;
    this.row = row;
    this.scale = scale;
    this.ownTerm = ownTerm;
    this.ownWeight = ownWeight;
    this.sharedWeight = sharedWeight;
  }

  /** Vector k of a term's matrix is row {@code row} of {@code matrix}. */
  private record Vector(DenseMatrix matrix, int row) {}

  /** How many terms use each row of the matrices that hold the vectors; rows of zeros included. */
  private record Uses(Map<DenseMatrix, int[]> counts, int terms) {
    static Uses of(List<LowRankMatrix> terms) {
      Map<DenseMatrix, int[]> counts = new HashMap<>(); // by identity
      for (LowRankMatrix term : terms) {
        int[] uses = counts.computeIfAbsent(term.vectors(), matrix -> new int[matrix.rows]);
        for (int k = 0; k < term.rank(); k++) {
          uses[term.index(k)]++;
        }
      }
      return new Uses(counts, terms.size());
    }

    boolean isShared(LowRankMatrix term, int k) {
      int users = counts.getOrDefault(term.vectors(), NO_USES)[term.index(k)];
      return users > 2 && users > terms / SHARED_FRACTION;
    }
  }

  static LowRankRows of(TermList<LowRankMatrix> list) {
    List<LowRankMatrix> terms = list.matrices();
    Uses uses = Uses.of(terms);
    IntStream.Builder ownTerm = IntStream.builder();
    DoubleStream.Builder ownWeight = DoubleStream.builder();
    List<Vector> own = new ArrayList<>();
    Map<Vector, double[]> shared = new LinkedHashMap<>();
    for (int t = 0; t < terms.size(); t++) {
      LowRankMatrix term = terms.get(t);
      for (int k = 0; k < term.rank(); k++) {
        Vector vector = new Vector(term.vectors(), term.index(k));
        if (uses.isShared(term, k)) {
          shared.computeIfAbsent(vector, unused -> new double[terms.size()])[t] += term.weight(k);
        } else {
          own.add(vector);
          ownTerm.add(t);
          ownWeight.add(term.weight(k));
        }
      }
    }
    own.addAll(shared.keySet());
    return new LowRankRows(
        stack(own, terms.get(0).size()),
        list.rows(),
        list.scales(),
        ownTerm.build().toArray(),
        ownWeight.build().toArray(),
        shared.values().toArray(double[][]::new));
  }

  /** Shares the matrix that the vectors already lie in, in this order; otherwise copies them. */
  private static DenseMatrix stack(List<Vector> stored, int n) {
    Vector first = stored.get(0);
    boolean consecutive = true;
    for (int r = 0; r < stored.size() && consecutive; r++) {
      consecutive = stored.get(r).matrix == first.matrix && stored.get(r).row == first.row + r;
    }
    if (consecutive) {
      return first.matrix.view(first.row, 0, stored.size(), n);
    }
    DenseMatrix vectors = DenseMatrix.zeros(stored.size(), n);
    for (int r = 0; r < stored.size(); r++) {
      Vector vector = stored.get(r);
      System.arraycopy(
          vector.matrix.data(), vector.matrix.index(vector.row, 0), vectors.data(), r * n, n);
    }
    return vectors;
  }

  /** Number of own vectors. */
  public int own() {
    return ownTerm.length;
  }

  /** Number of shared vectors. */
  public int shared() {
    return sharedWeight.length;
  }

  /** (own + shared) × n: the own vectors, then the shared ones. */
  public DenseMatrix vectors() {
    return vectors;
  }

  /** The term that own vector r belongs to; nowhere less than that of the vector before. */
  public int ownTerm(int r) {
    return ownTerm[r];
  }

  /** The weight of own vector r in its term. */
  public double ownWeight(int r) {
    return ownWeight[r];
  }

  /** The weight of shared vector s in term t. */
  public double sharedWeight(int s, int t) {
    return sharedWeight[s][t];
  }

  @Override
  public int terms() {
    return row.length;
  }

  @Override
  public int row(int t) {
    return row[t];
  }

  @Override
  public double scale(int t) {
    return scale[t];
  }

  @Override
  public LowRankRows withScale(double[] other) {
    return new LowRankRows(vectors, row, other, ownTerm, ownWeight, sharedWeight);
  }

  @Override
  public LowRankRows withRows(int[] other) {
    return new LowRankRows(vectors, other, scale, ownTerm, ownWeight, sharedWeight);
  }

  @Override
  public boolean sharesMatricesWith(RowGroup other) {
    return other instanceof LowRankRows that && vectors == that.vectors;
  }

  /** One weighted vector of a term. */
  @FunctionalInterface
  public interface VectorVisitor {
    /**
     * Is shown one.
     *
     * @param weight in its term
     * @param r its row in {@link LowRankRows#vectors}
     */
    void visit(double weight, int r);
  }

  /** Shows the vectors of term t: its own, then those shared. */
  public void forEachVector(int t, VectorVisitor visitor) {
    for (int r = firstOwnOf(t); r < ownTerm.length && ownTerm[r] == t; r++) {
      visitor.visit(ownWeight[r], r);
    }
    for (int s = 0; s < sharedWeight.length; s++) {
      visitor.visit(sharedWeight[s][t], ownTerm.length + s);
    }
  }

  @Override
  public void addTerm(double alpha, int t, DenseMatrix target) {
    forEachVector(t, (w, r) -> LowRankMatrix.addOuter(alpha * w, vectors, r, target));
  }

  @Override
  public void addPacked(double alpha, int t, double[] target, int offset) {
    forEachVector(
        t,
        (w, r) ->
            addOuterPacked(
                alpha * w, vectors.data(), vectors.index(r, 0), vectors.cols, target, offset));
  }

  @Override
  public void addCongruence(double alpha, int t, DenseMatrix right, double[] target, int offset) {
    double[] image = new double[right.cols];
    forEachVector(
        t,
        (w, r) -> {
          Arrays.fill(image, 0);
          for (int i = 0; i < right.rows; i++) {
            Kernels.best()
                .add(image.length, vectors.at(r, i), right.data(), right.index(i, 0), image, 0);
          }
          addOuterPacked(alpha * w, image, 0, image.length, target, offset);
        });
  }

  /** target[offset..] ← itself + factor · svec(uuᵀ) for the n numbers u from {@code start} on. */
  private static void addOuterPacked(
      double factor, double[] u, int start, int n, double[] target, int offset) {
    double below = Math.sqrt(2) * factor;
    int e = offset;
    for (int i = 0; i < n; i++) {
      double ui = u[start + i];
      if (ui != 0) {
        double scaled = below * ui;
        for (int j = 0; j < i; j++) {
          target[e + j] += scaled * u[start + j];
        }
        target[e + i] += factor * ui * ui;
      }
      e += i + 1;
    }
  }

  /** The first own vector of term t, or of the next term that has one. */
  private int firstOwnOf(int t) {
    int low = 0;
    int high = ownTerm.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ownTerm[middle] < t) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** ⟨Aₜ, X⟩ = Σₖ wₖ uₖᵀXuₖ. */
  @Override
  public void addApply(Workers workers, DenseMatrix x, double[] into) {
    double[] form = new double[vectors.rows];
    workers.forEach(
        (vectors.rows + CHUNK - 1) / CHUNK,
        c -> {
          int start = c * CHUNK;
          int height = Math.min(CHUNK, vectors.rows - start);
          DenseMatrix u = vectors.view(start, 0, height, vectors.cols);
          DenseMatrix ux = Gemm.product(Workers.SERIAL, u, x);
          for (int r = 0; r < height; r++) {
            form[start + r] =
                Kernels.best().dot(u.cols, ux.data(), ux.index(r, 0), u.data(), u.index(r, 0));
          }
        });
    double[] value = new double[row.length];
    for (int r = 0; r < ownTerm.length; r++) {
      value[ownTerm[r]] += ownWeight[r] * form[r];
    }
    for (int s = 0; s < sharedWeight.length; s++) {
      for (int t = 0; t < row.length; t++) {
        value[t] += sharedWeight[s][t] * form[ownTerm.length + s];
      }
    }
    for (int t = 0; t < row.length; t++) {
      into[row[t]] += scale[t] * value[t];
    }
  }

  /** Σₜ yₜAₜ = Uᵀ diag(c) U with one coefficient c for each vector. */
  @Override
  public void addAdjoint(Workers workers, double[] y, DenseMatrix target) {
    double[] c = new double[vectors.rows];
    for (int r = 0; r < ownTerm.length; r++) {
      int t = ownTerm[r];
      c[r] = ownWeight[r] * scale[t] * y[row[t]];
    }
    for (int s = 0; s < sharedWeight.length; s++) {
      for (int t = 0; t < row.length; t++) {
        c[ownTerm.length + s] += sharedWeight[s][t] * scale[t] * y[row[t]];
      }
    }
    boolean together = vectors.cols >= PARALLEL_ORDER;
    int slice = together ? vectors.rows : Math.max(SLICE, (vectors.rows + TASKS - 1) / TASKS);
    int tasks = (vectors.rows + slice - 1) / slice;
    DenseMatrix[] sums = new DenseMatrix[tasks];
    Workers inner = tasks == 1 ? workers : Workers.SERIAL;
    workers.forEach(
        tasks,
        task -> {
          int end = Math.min(vectors.rows, (task + 1) * slice);
          sums[task] = weightedGram(inner, c, task * slice, end);
        });
    for (DenseMatrix sum : sums) {
      sum.mirrorLower();
      target.addScaled(1, sum);
    }
  }

  /** The lower triangle of Σ cᵣuᵣuᵣᵀ over the vectors from..end. */
  private DenseMatrix weightedGram(Workers workers, double[] c, int from, int end) {
    DenseMatrix sum = DenseMatrix.zeros(vectors.cols, vectors.cols);
    DenseMatrix scaled = DenseMatrix.zeros(Math.min(CHUNK, end - from), vectors.cols);
    for (int start = from; start < end; start += CHUNK) {
      int height = Math.min(CHUNK, end - start);
      DenseMatrix u = vectors.view(start, 0, height, vectors.cols);
      DenseMatrix cu = scaled.view(0, 0, height, vectors.cols);
      for (int r = 0; r < height; r++) {
        scale(c[start + r], u.data(), u.index(r, 0), cu.data(), cu.index(r, 0), u.cols);
      }
      Gemm.multiplyLower(workers, 1, u.transposed(), cu, 1, sum);
    }
    return sum;
  }

  private static void scale(double c, double[] u, int from, double[] target, int to, int length) {
    for (int j = 0; j < length; j++) {
      target[to + j] = c * u[from + j];
    }
  }
}
