package io.spectrahedra.neural.decomposition;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.LowRankMatrix;
import io.spectrahedra.sdp.problem.SdpProblem.Row;
import io.spectrahedra.sdp.problem.SdpProblem.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What rows are of Z = PᵀP: 2PA in every block, side by side, the gradient of ⟨A, PᵀP⟩ in the
 * entries of P.
 *
 * <p>For A = Σwuuᵀ it is 2Σw(Pu)uᵀ, where one product gives the Pu of all rows of a program: O(rd)
 * a vector instead of O(rd²).
 */
final class FactorGradient {
  /** So many vectors a row are worth products of all of them with each other. */
  private static final int MAX_VECTORS = 2;

  private final List<Row> rows;
  private final int[] blocks;
  private final DenseMatrix[] factors;

  /** Whether all terms of a row in the blocks have vectors. */
  private final boolean[] inVectors;

  /** For the matrices of vectors in the order of the terms. */
  private final Map<DenseMatrix, Images> images = new LinkedHashMap<>(); // by identity

  /**
   * The vectors V of one matrix that rows have, and VPᵀ in every block where they have some.
   *
   * @param place of each vector of the matrix in V
   */
  private record Images(DenseMatrix vectors, int[] place, DenseMatrix[] ofBlocks) {
    /** Of the same vectors at other P: a product a block. */
    Images at(Workers workers, DenseMatrix... factors) {
      Images moved = new Images(vectors, place, new DenseMatrix[factors.length]);
      for (int b = 0; b < factors.length; b++) {
        if (ofBlocks[b] != null) {
          moved.ofBlocks[b] = Gemm.product(workers, vectors, factors[b].transposed());
        }
      }
      return moved;
    }
  }

  /**
   * @param blocks places of the blocks in the program
   * @param factors P of every block; copied
   */
  FactorGradient(Workers workers, List<Row> rows, int[] blocks, DenseMatrix... factors) {
    this.rows = rows;
    this.blocks = blocks;
    this.factors = Arrays.stream(factors).map(DenseMatrix::copy).toArray(DenseMatrix[]::new);
    this.inVectors = new boolean[rows.size()];
    used().forEach((matrix, each) -> images.put(matrix, gathered(matrix, each)));
    for (int i = 0; i < inVectors.length; i++) {
      List<Term> terms = rows.get(i).terms();
      terms.forEach(term -> addImage(workers, term));
      inVectors[i] =
          terms.stream().allMatch(t -> place(t.block()) < 0 || t.matrix() instanceof LowRankMatrix);
    }
  }

  private FactorGradient(Workers workers, FactorGradient of, DenseMatrix... factors) {
    this.rows = of.rows;
    this.blocks = of.blocks;
    this.factors = Arrays.stream(factors).map(DenseMatrix::copy).toArray(DenseMatrix[]::new);
    this.inVectors = of.inVectors;
    of.images.forEach((matrix, each) -> images.put(matrix, each.at(workers, this.factors)));
  }

  /** Of the same rows at other P; copied. */
  FactorGradient at(Workers workers, DenseMatrix... others) {
    return new FactorGradient(workers, this, others);
  }

  /** Which vectors of each matrix the rows have. */
  private Map<DenseMatrix, BitSet> used() {
    Map<DenseMatrix, BitSet> used = new LinkedHashMap<>();
    for (Row row : rows) {
      for (Term term : row.terms()) {
        if (place(term.block()) >= 0 && term.matrix() instanceof LowRankMatrix lowRank) {
          BitSet ofMatrix = used.computeIfAbsent(lowRank.vectors(), any -> new BitSet());
          for (int k = 0; k < lowRank.rank(); k++) {
            ofMatrix.set(lowRank.index(k));
          }
        }
      }
    }
    return used;
  }

  private Images gathered(DenseMatrix matrix, BitSet used) {
    DenseMatrix vectors = DenseMatrix.zeros(used.cardinality(), matrix.cols);
    int[] place = new int[matrix.rows];
    int next = 0;
    for (int r = used.nextSetBit(0); r >= 0; r = used.nextSetBit(r + 1)) {
      vectors.view(next, 0, 1, matrix.cols).setTo(matrix.view(r, 0, 1, matrix.cols));
      place[r] = next++;
    }
    return new Images(vectors, place, new DenseMatrix[blocks.length]);
  }

  private void addImage(Workers workers, Term term) {
    int b = place(term.block());
    if (b >= 0 && term.matrix() instanceof LowRankMatrix lowRank) {
      Images of = imagesOf(lowRank);
      if (of.ofBlocks[b] == null) {
        of.ofBlocks[b] = Gemm.product(workers, of.vectors, factors[b].transposed());
      }
    }
  }

  private Images imagesOf(LowRankMatrix matrix) {
    return Objects.requireNonNull(images.get(matrix.vectors()));
  }

  private int place(int block) {
    for (int b = 0; b < blocks.length; b++) {
      if (blocks[b] == block) {
        return b;
      }
    }
    return -1;
  }

  /** Entries of all P. */
  private int length() {
    return start(factors.length);
  }

  /** Entries of the largest matrix that {@link #gram} makes. */
  long storage() {
    long m = rows.size();
    long vectors = images.values().stream().mapToLong(each -> each.vectors.rows).max().orElse(0);
    long others = inGrams() ? inVectors.length - countInVectors() : m;
    long squares = Math.max(m * m, inGrams() ? vectors * vectors : 0);
    return Math.max(squares, others * length());
  }

  /** Row i of {@code target}, of as many columns as P have entries, ← the gradients. */
  private void write(Row row, DenseMatrix target, int i) {
    target.view(i, 0, 1, target.cols).fill(0);
    for (Term term : row.terms()) {
      int b = place(term.block());
      if (b < 0) {
        continue; // of a block that stays as it is
      }
      int to = target.index(i, start(b));
      if (term.matrix() instanceof LowRankMatrix lowRank) {
        Images of = imagesOf(lowRank);
        for (int k = 0; k < lowRank.rank(); k++) {
          double weight = 2 * term.scale() * lowRank.weight(k);
          int place = of.place[lowRank.index(k)];
          addOuter(weight, of.ofBlocks[b], of.vectors, place, target.data(), to);
        }
      } else {
        DenseMatrix product = ofMatrix(2 * term.scale(), term, b);
        Kernels.best().add(product.rows * product.cols, 1, product.data(), 0, target.data(), to);
      }
    }
  }

  /** ⟨A, PᵀP⟩ of every row, in the blocks of the P. */
  double[] values(Workers workers) {
    double[] values = new double[rows.size()];
    workers.forEach(values.length, i -> values[i] = value(rows.get(i)));
    return values;
  }

  private double value(Row row) {
    double value = 0;
    for (Term term : row.terms()) {
      int b = place(term.block());
      if (b < 0) {
        continue; // of a block that stays as it is
      }
      if (term.matrix() instanceof LowRankMatrix lowRank) {
        Images of = imagesOf(lowRank);
        DenseMatrix image = of.ofBlocks[b];
        for (int k = 0; k < lowRank.rank(); k++) {
          int from = image.index(of.place[lowRank.index(k)], 0);
          double square = Kernels.best().dot(image.cols, image.data(), from, image.data(), from);
          value += term.scale() * lowRank.weight(k) * square;
        }
      } else {
        value += ofMatrix(term.scale(), term, b).dot(factors[b]);
      }
    }
    return value;
  }

  /** P ← P + Σ λᵢ·2PAᵢ, with the P of the gradients on the right: O(rd) a vector. */
  void move(Workers workers, double[] lambda, DenseMatrix... p) {
    Map<DenseMatrix, double[][]> coefficients = new LinkedHashMap<>();
    images.forEach((v, of) -> coefficients.put(v, new double[blocks.length][of.vectors.rows]));
    for (int i = 0; i < lambda.length; i++) {
      for (Term term : rows.get(i).terms()) {
        int b = place(term.block());
        double weight = 2 * lambda[i] * term.scale();
        if (b >= 0 && term.matrix() instanceof LowRankMatrix lowRank) {
          double[] ofVectors = Objects.requireNonNull(coefficients.get(lowRank.vectors()))[b];
          int[] place = imagesOf(lowRank).place;
          for (int k = 0; k < lowRank.rank(); k++) {
            ofVectors[place[lowRank.index(k)]] += weight * lowRank.weight(k);
          }
        } else if (b >= 0) {
          p[b].addScaled(1, ofMatrix(weight, term, b));
        }
      }
    }
    coefficients.forEach(
        (v, ofBlocks) -> {
          Images of = Objects.requireNonNull(images.get(v));
          for (int b = 0; b < blocks.length; b++) {
            if (of.ofBlocks[b] != null) {
              DenseMatrix weighted = of.ofBlocks[b].copy();
              for (int k = 0; k < weighted.rows; k++) {
                weighted.view(k, 0, 1, weighted.cols).scale(ofBlocks[b][k]);
              }
              Gemm.multiply(workers, 1, weighted.transposed(), of.vectors, 1, p[b]);
            }
          }
        });
  }

  /** PA times a weight, for the A of a term that has no vectors. */
  private DenseMatrix ofMatrix(double weight, Term term, int b) {
    DenseMatrix a = DenseMatrix.zeros(factors[b].cols, factors[b].cols);
    term.matrix().addTo(weight, a);
    return Gemm.product(Workers.SERIAL, factors[b], a);
  }

  private int countInVectors() {
    int count = 0;
    for (boolean each : inVectors) {
      count += each ? 1 : 0;
    }
    return count;
  }

  /** Whether the inner products come from those of vectors. */
  private boolean inGrams() {
    long vectors = images.values().stream().mapToLong(each -> each.vectors.rows).sum();
    return 2 * countInVectors() >= inVectors.length
        && vectors <= (long) MAX_VECTORS * inVectors.length;
  }

  /**
   * The inner products of the gradients, in the lower triangle: of Σwuuᵀ and Σvzzᵀ in one block
   * they are 4 Σ wv (PuᵀPz)(uᵀz), entries of a product of two Gram matrices, m²(r + d) flops for m
   * rows instead of m²rd, and none of the gradients is held but those of rows with other matrices.
   */
  DenseMatrix gram(Workers workers) {
    int m = rows.size();
    DenseMatrix gram = DenseMatrix.zeros(m, m);
    if (!inGrams()) {
      DenseMatrix gradients = DenseMatrix.zeros(m, length());
      workers.forEach(m, i -> write(rows.get(i), gradients, i));
      Gemm.multiplyLower(workers, 1, gradients, gradients.transposed(), 0, gram);
      return gram;
    }
    images.forEach((matrix, of) -> addGram(workers, matrix, of, gram));
    int[] others = IntStream.range(0, m).filter(i -> !inVectors[i]).toArray();
    DenseMatrix gradients = DenseMatrix.zeros(others.length, length());
    workers.forEach(others.length, k -> write(rows.get(others[k]), gradients, k));
    workers.forEach(
        others.length,
        k -> {
          for (int l = 0; l <= k; l++) {
            int start = gradients.index(l, 0);
            int own = gradients.index(k, 0);
            double[] data = gradients.data();
            double dot = Kernels.best().dot(gradients.cols, data, own, data, start);
            gram.set(others[k], others[l], dot);
          }
          addProducts(others[k], gradients.view(k, 0, 1, gradients.cols), gram);
        });
    return gram;
  }

  /** The inner products of one gradient with those of all rows in vectors: (Pu)ᵀGu of each u. */
  private void addProducts(int row, DenseMatrix gradient, DenseMatrix gram) {
    Map<DenseMatrix, double[][]> forms = new LinkedHashMap<>();
    images.forEach((matrix, of) -> forms.put(matrix, forms(of, gradient)));
    for (int i = 0; i < inVectors.length; i++) {
      if (!inVectors[i]) {
        continue;
      }
      double product = 0;
      for (Term term : rows.get(i).terms()) {
        int b = place(term.block());
        if (b >= 0 && term.matrix() instanceof LowRankMatrix lowRank) {
          double[] ofVectors = Objects.requireNonNull(forms.get(lowRank.vectors()))[b];
          int[] place = imagesOf(lowRank).place;
          for (int k = 0; k < lowRank.rank(); k++) {
            product += 2 * term.scale() * lowRank.weight(k) * ofVectors[place[lowRank.index(k)]];
          }
        }
      }
      gram.set(Math.max(i, row), Math.min(i, row), product);
    }
  }

  /** (Pu)ᵀGu of every vector, in every block where there are some. */
  private double[][] forms(Images of, DenseMatrix gradient) {
    double[][] forms = new double[blocks.length][of.vectors.rows];
    for (int b = 0; b < blocks.length; b++) {
      DenseMatrix image = of.ofBlocks[b];
      if (image != null) {
        int from = gradient.index(0, start(b));
        int end = from + factors[b].rows * factors[b].cols;
        double[] part = Arrays.copyOfRange(gradient.data(), from, end);
        DenseMatrix g = DenseMatrix.wrap(part, factors[b].rows, factors[b].cols);
        DenseMatrix gu = Gemm.product(Workers.SERIAL, of.vectors, g.transposed());
        for (int k = 0; k < gu.rows; k++) {
          int at = image.index(k, 0);
          forms[b][k] = Kernels.best().dot(gu.cols, gu.data(), gu.index(k, 0), image.data(), at);
        }
      }
    }
    return forms;
  }

  /** What the vectors of one matrix contribute: blocks of the same weights up to sign at once. */
  private void addGram(Workers workers, DenseMatrix matrix, Images of, DenseMatrix gram) {
    VectorWeights[] open = {};
    List<DenseMatrix> images = new ArrayList<>();
    for (int b = 0; b < blocks.length; b++) {
      DenseMatrix image = of.ofBlocks[b];
      if (image != null) {
        int block = blocks[b];
        VectorWeights[] own =
            rows.stream()
                .map(row -> VectorWeights.of(row, block, matrix, of.place))
                .toArray(VectorWeights[]::new);
        if (!VectorWeights.areSame(open, own, 1) && !VectorWeights.areSame(open, own, -1)) {
          VectorWeights.addGram(workers, open, of.vectors, images, gram);
          images.clear();
        }
        open = own;
        images.add(image);
      }
    }
    VectorWeights.addGram(workers, open, of.vectors, images, gram);
  }

  private int start(int block) {
    return Arrays.stream(factors, 0, block).mapToInt(factor -> factor.rows * factor.cols).sum();
  }

  /** target[offset..] ← itself + weight·(Pu)uᵀ, u and Pu the same row of their matrices. */
  private static void addOuter(
      double weight, DenseMatrix image, DenseMatrix vectors, int row, double[] target, int offset) {
    int from = vectors.index(row, 0);
    for (int k = 0; k < image.cols; k++) {
      Kernels.best()
          .add(
              vectors.cols,
              weight * image.at(row, k),
              vectors.data(),
              from,
              target,
              offset + k * vectors.cols);
    }
  }
}
