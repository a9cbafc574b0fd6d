package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.NonNegativeCone;
import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.cone.SecondOrderCone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.SparseCholesky;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.DenseRows;
import io.spectrahedra.sdp.problem.LowRankRows;
import io.spectrahedra.sdp.problem.RowGroup;
import io.spectrahedra.sdp.problem.SparseRows;
import io.spectrahedra.sdp.problem.VectorRows;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Some terms of 𝒜 before it is known how M is stored: their rows, and how they are added to M. */
sealed interface SchurPart {
  /** The block or blocks it is about. */
  String label();

  /** Entry (i, j) of M may get something if i and j are in one of these together. */
  List<int[]> cliques();

  /** What they contribute to a dense M of m rows. */
  BlockSchur toDense(int m);

  /** What they contribute to a sparse M. */
  SparseContribution toSparse();

  /** A contribution to a sparse M. */
  interface SparseContribution {
    void addTo(Workers workers, SparseCholesky m);

    BlockSchur formula();
  }

  /** The terms of one kind, in one block or in several that have the same. */
  record Family(String label, RowGroup group, List<PsdCone> cones) implements SchurPart {
    @Override
    public List<int[]> cliques() {
      return List.of(rowsOf(List.of(group)));
    }

    @Override
    public BlockSchur toDense(int m) {
      if (group instanceof LowRankRows rows) {
        return new LowRankSchur(rows, cones, m);
      } else if (group instanceof DenseRows rows) {
        return new DenseSchur(rows, cones);
      }
      return new SparseSchur((SparseRows) group, cones.get(0));
    }

    @Override
    public SparseContribution toSparse() {
      int[] rows = rowsOf(List.of(group));
      return new Clique(rows, new Family(label, within(rows, group), cones).toDense(rows.length));
    }
  }

  /** Terms of one kind against those of other kinds in one block. */
  record Cross(String label, PsdCone cone, RowGroup from, List<RowGroup> to) implements SchurPart {
    private int[] rows() {
      return rowsOf(Stream.concat(Stream.of(from), to.stream()).toList());
    }

    @Override
    public List<int[]> cliques() {
      return List.of(rows());
    }

    @Override
    public BlockSchur toDense(int m) {
      return new CrossSchur(cone, from, to);
    }

    @Override
    public SparseContribution toSparse() {
      int[] rows = rows();
      List<RowGroup> others = to.stream().map(group -> within(rows, group)).toList();
      return new Clique(rows, new CrossSchur(cone, within(rows, from), others));
    }
  }

  /** The terms of a vector block. */
  record Vector(String label, VectorRows group, NonNegativeCone cone) implements SchurPart {
    @Override
    public List<int[]> cliques() {
      SparseColumns columns = new SparseColumns(group, cone.size());
      return IntStream.range(0, cone.size()).mapToObj(columns::rowsOf).toList();
    }

    @Override
    public VectorSchur toDense(int m) {
      return new VectorSchur(group, cone);
    }

    @Override
    public SparseContribution toSparse() {
      return toDense(0);
    }
  }

  /** The terms of a second-order cone block. */
  record SecondOrder(String label, VectorRows group, SecondOrderCone cone) implements SchurPart {
    @Override
    public List<int[]> cliques() {
      return List.of(rowsOf(List.of(group)));
    }

    @Override
    public BlockSchur toDense(int m) {
      return new SecondOrderSchur(group, cone);
    }

    @Override
    public SparseContribution toSparse() {
      int[] rows = rowsOf(List.of(group));
      return new Clique(rows, new SecondOrderSchur((VectorRows) within(rows, group), cone));
    }
  }

  /** Contributes to all pairs of some rows: a dense matrix, added to the sparse one. */
  record Clique(int[] rows, BlockSchur formula) implements SparseContribution {
    @Override
    public void addTo(Workers workers, SparseCholesky m) {
      DenseMatrix part = DenseMatrix.zeros(rows.length, rows.length);
      formula.addTo(workers, part);
      m.add(rows, part);
    }
  }

  /** The rows that have terms in some group, ascending. */
  private static int[] rowsOf(List<RowGroup> groups) {
    return groups.stream()
        .flatMapToInt(group -> IntStream.range(0, group.terms()).map(group::row))
        .sorted()
        .distinct()
        .toArray();
  }

  /** The group with its rows numbered by their place in {@code rows}. */
  private static RowGroup within(int[] rows, RowGroup group) {
    int[] local = new int[group.terms()];
    Arrays.setAll(local, t -> Arrays.binarySearch(rows, group.row(t)));
    return group.withRows(local);
  }
}
