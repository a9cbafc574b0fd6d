package io.spectrahedra.neural.lift;

import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.TallQr;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.DenseSymmetric;
import java.util.ArrayList;
import java.util.List;

/**
 * More samples than Z has entries, under squared loss, reduced to that many rows by one pass over
 * them [M12]: with Φ the lifted features of all samples and Φ = QR,
 *
 * <pre>  ½‖y − Φz‖² = ½‖Qᵀy − Rz‖² + ½‖y − QQᵀy‖²</pre>
 *
 * <p>for the targets y of every output.
 */
final class CompressedSamples {
  private final DenseMatrix r;
  private final int q;
  private final int cells;
  private final int order;

  private CompressedSamples(DenseMatrix r, int q, int cells, int order) {
    this.r = r;
    this.q = q;
    this.cells = cells;
    this.order = order;
  }

  /** By nq² flops, or 3nq² where the Gram matrix of the features does not tell enough. */
  static CompressedSamples of(Workers workers, TrainingProblem problem) {
    LiftedFeatures features = new LiftedFeatures(problem);
    int q = Math.toIntExact(features.count());
    int outputs = problem.outputs();
    TallQr.Rows rows =
        (from, target) -> {
          DenseMatrix chunk = DenseMatrix.zeros(target.rows, problem.samples().features());
          problem.samples().write(from, chunk);
          features.write(chunk, target);
          target
              .view(0, q, target.rows, outputs)
              .setTo(problem.y().view(from, 0, target.rows, outputs));
        };
    int n = problem.samples().count();
    DenseMatrix r =
        GramFactor.of(workers, n, q, outputs, rows)
            .orElseGet(() -> TallQr.triangularFactor(workers, n, q + outputs, rows));
    return new CompressedSamples(r, q, problem.architecture().cells().size(), features.order());
  }

  /** Number of rows. */
  int rows() {
    return q;
  }

  /** The rows of R as matrices: list g holds those of cell g. */
  List<List<ConstraintMatrix>> matrices() {
    List<List<ConstraintMatrix>> matrices = new ArrayList<>();
    int width = q / cells;
    for (int g = 0; g < cells; g++) {
      DenseMatrix part = r.view(0, g * width, q, width);
      List<ConstraintMatrix> ofCell = new ArrayList<>();
      for (int i = 0; i < q; i++) {
        ofCell.add(DenseSymmetric.ofSvec(order, part, i));
      }
      matrices.add(ofCell);
    }
    return matrices;
  }

  /** (Qᵀy)ᵢ for the targets of output k. */
  double target(int i, int k) {
    return r.at(i, q + k);
  }

  /** ½‖y − QQᵀy‖² for the targets of output k. */
  double constant(int k) {
    double norm = r.view(q, q + k, k + 1, 1).frobeniusNorm();
    return norm * norm / 2;
  }

  /** Qᵀy − Rz for output k, where z are the entries of one Z a cell. */
  double[] residual(int k, List<DenseMatrix> z) {
    double[] packed = new double[q];
    for (int g = 0; g < cells; g++) {
      DenseSymmetric.svec(z.get(g), packed, g * (q / cells));
    }
    double[] residual = new double[q];
    for (int i = 0; i < q; i++) {
      double sum = target(i, k);
      for (int j = i; j < q; j++) {
        sum -= r.at(i, j) * packed[j];
      }
      residual[i] = sum;
    }
    return residual;
  }
}
