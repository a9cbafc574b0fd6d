package io.spectrahedra.sdp.io;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SdpProblem.Term;
import io.spectrahedra.sdp.problem.SparseSymmetric;
import io.spectrahedra.sdp.problem.SparseVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All numbers of a problem, bit for bit, in an order that does not depend on how it is stored. */
record Contents(List<Block> blocks, List<Double> rhs, Map<String, Double> entries) {
  static Contents of(SdpProblem problem) {
    List<Double> rhs = new ArrayList<>();
    Map<String, Double> entries = new TreeMap<>();
    put("C", problem.objective(), entries);
    for (SdpProblem.Row row : problem.rows()) {
      put("A" + rhs.size(), row.terms(), entries);
      rhs.add(row.rhs());
    }
    return new Contents(problem.blocks(), rhs, entries);
  }

  private static void put(String matrix, List<Term> terms, Map<String, Double> entries) {
    for (Term term : terms) {
      String prefix = matrix + " " + term.block() + " ";
      if (term.matrix() instanceof SparseSymmetric sparse) {
        for (int e = 0; e < sparse.entries(); e++) {
          put(
              prefix + sparse.row(e) + " " + sparse.col(e),
              term.scale() * sparse.value(e),
              entries);
        }
      } else if (term.matrix() instanceof SparseVector vector) {
        for (int e = 0; e < vector.entries(); e++) {
          put(prefix + vector.index(e) + " 0", term.scale() * vector.value(e), entries);
        }
      } else {
        putDense(prefix, term, entries);
      }
    }
  }

  private static void putDense(String prefix, Term term, Map<String, Double> entries) {
    DenseMatrix a = DenseMatrix.zeros(term.matrix().size(), term.matrix().cols());
    term.matrix().addTo(term.scale(), a);
    for (int i = 0; i < a.rows; i++) {
      for (int j = 0; j <= Math.min(i, a.cols - 1); j++) {
        put(prefix + i + " " + j, a.at(i, j), entries);
      }
    }
  }

  private static void put(String place, double value, Map<String, Double> entries) {
    if (value != 0 && entries.put(place, value) != null) {
      throw new AssertionError("two entries at " + place);
    }
  }
}
