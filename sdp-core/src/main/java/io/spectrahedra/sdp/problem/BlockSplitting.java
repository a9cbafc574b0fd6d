package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A problem whose matrix blocks have been cut to their connected components.
 *
 * <p>Let indices i and j of a block be joined where the objective or a row has an entry (i, j). No
 * coefficient sees X between two components, and X stays positive semidefinite when it is set to 0
 * there; S = C − 𝒜*(y) is 0 there anyway. So every component is a block of its own, and those of
 * one index are together a vector ≥ 0: the same problem, with the same y, for the cubes of smaller
 * orders. A dense or low-rank coefficient is taken to join all indices of its block.
 *
 * <p>Costs O(n + number of entries) for a block of order n, up to the row after which all of it is
 * joined.
 */
public final class BlockSplitting {
  private final SdpProblem source;
  private final SdpProblem problem;

  /** One a block of the problem. */
  private final List<Part> parts = new ArrayList<>();

  /** By block of the source: the part that each index is in, and its place there. */
  private final List<int[]> partOf = new ArrayList<>();

  private final List<int[]> placeOf = new ArrayList<>();

  /**
   * A block of the problem.
   *
   * @param from the block of the source
   * @param members the indices there; all of them for a block that stays as it is
   */
  private record Part(int from, Block block, int[] members) {
    boolean isVector() {
      return block instanceof Block.NonNegative;
    }

    /** W[members, members] ← v, or its diagonal ← v. */
    void place(DenseMatrix v, DenseMatrix whole) {
      for (int a = 0; a < members.length; a++) {
        for (int b = isVector() ? a : 0; b <= a; b++) {
          double entry = isVector() ? v.at(a, 0) : v.at(a, b);
          whole.set(members[a], members[b], entry);
          whole.set(members[b], members[a], entry);
        }
      }
    }

    /** W[members, members], or its diagonal. */
    DenseMatrix take(DenseMatrix whole) {
      DenseMatrix v = DenseMatrix.zeros(members.length, isVector() ? 1 : members.length);
      for (int a = 0; a < v.rows; a++) {
        for (int b = 0; b < v.cols; b++) {
          v.set(a, b, whole.at(members[a], members[isVector() ? a : b]));
        }
      }
      return v;
    }

    @Override
    public String toString() {
      return isVector() ? block.size() + " variables >= 0" : "order " + block.size();
    }
  }

  private BlockSplitting(SdpProblem source, List<Components> components) {
    this.source = source;
    for (int k = 0; k < components.size(); k++) {
      Block block = source.blocks().get(k);
      partOf.add(new int[block.size()]);
      placeOf.add(new int[block.size()]);
      if (components.get(k).count() == 1) {
        addPart(k, block, IntStream.range(0, block.size()).toArray());
      } else {
        cut(k, components.get(k));
      }
    }
    Map<String, Block> blocks = new LinkedHashMap<>();
    parts.forEach(part -> blocks.put("part " + (blocks.size() + 1), part.block));
    this.problem = source.inBlocks(blocks, this::split);
  }

  private void cut(int k, Components components) {
    Map<Integer, List<Integer>> byRoot = new TreeMap<>();
    for (int i = 0; i < source.blocks().get(k).size(); i++) {
      byRoot.computeIfAbsent(components.root(i), unused -> new ArrayList<>()).add(i);
    }
    int[] single =
        byRoot.values().stream().filter(c -> c.size() == 1).mapToInt(c -> c.get(0)).toArray();
    if (single.length > 0) {
      addPart(k, new Block.NonNegative(single.length), single);
    }
    for (List<Integer> component : byRoot.values()) {
      if (component.size() > 1) {
        int[] members = component.stream().mapToInt(i -> i).toArray();
        addPart(k, new Block.Psd(members.length), members);
      }
    }
  }

  private void addPart(int from, Block block, int[] members) {
    for (int a = 0; a < members.length; a++) {
      partOf.get(from)[members[a]] = parts.size();
      placeOf.get(from)[members[a]] = a;
    }
    parts.add(new Part(from, block, members));
  }

  /** The problem in parts, or nothing where all blocks are connected. */
  public static Optional<BlockSplitting> of(SdpProblem source) {
    List<Components> components = new ArrayList<>();
    for (Block block : source.blocks()) {
      components.add(new Components(block instanceof Block.Psd ? block.size() : 1));
    }
    source.objective().forEach(term -> join(term, components));
    for (SdpProblem.Row row : source.rows()) {
      row.terms().forEach(term -> join(term, components));
    }
    return components.stream().allMatch(c -> c.count() == 1)
        ? Optional.empty()
        : Optional.of(new BlockSplitting(source, components));
  }

  private static void join(SdpProblem.Term term, List<Components> components) {
    Components of = components.get(term.block());
    if (of.count() == 1) {
      return;
    }
    if (term.matrix() instanceof SparseSymmetric a) {
      for (int e = 0; e < a.entries(); e++) {
        of.join(a.row(e), a.col(e));
      }
    } else {
      of.joinAll();
    }
  }

  /** The terms of the parts that have entries of this one. */
  private List<SdpProblem.Term> split(SdpProblem.Term term) {
    int[] part = partOf.get(term.block());
    if (!isCut(term.block())) {
      return List.of(new SdpProblem.Term(part[0], term.scale(), term.matrix()));
    }
    SparseSymmetric a = (SparseSymmetric) term.matrix();
    Map<Integer, IntStream.Builder> entries = new TreeMap<>();
    for (int e = 0; e < a.entries(); e++) {
      entries.computeIfAbsent(part[a.row(e)], unused -> IntStream.builder()).add(e);
    }
    List<SdpProblem.Term> terms = new ArrayList<>();
    entries.forEach(
        (p, of) ->
            terms.add(new SdpProblem.Term(p, term.scale(), within(p, a, of.build().toArray()))));
    return terms;
  }

  /** These entries of a coefficient as one of part p. */
  private ConstraintMatrix within(int p, SparseSymmetric a, int[] entries) {
    int[] place = placeOf.get(parts.get(p).from);
    int[] row = IntStream.of(entries).map(e -> place[a.row(e)]).toArray();
    int[] col = IntStream.of(entries).map(e -> place[a.col(e)]).toArray();
    double[] value = IntStream.of(entries).mapToDouble(a::value).toArray();
    int size = parts.get(p).block.size();
    return parts.get(p).isVector()
        ? SparseVector.ofEntries(size, row, value)
        : SparseSymmetric.ofEntries(size, row, col, value);
  }

  /** What is solved in place of the source: the same rows in other blocks. */
  public SdpProblem problem() {
    return problem;
  }

  /**
   * X or S of the source: 0 between components.
   *
   * @param split that of the problem; blocks that are not cut are not copied
   */
  public BlockMatrix joined(BlockMatrix split) {
    List<DenseMatrix> whole = new ArrayList<>();
    for (int p = 0; p < parts.size(); p++) {
      Part part = parts.get(p);
      Block block = source.blocks().get(part.from);
      if (!isCut(part.from)) {
        whole.add(split.block(p));
        continue;
      }
      if (part.from == whole.size()) {
        whole.add(DenseMatrix.zeros(block.size(), block.size()));
      }
      part.place(split.block(p), whole.get(part.from));
    }
    return BlockMatrix.of(whole);
  }

  /** The part of X of the source that {@link #joined} would put together again. */
  public BlockMatrix split(BlockMatrix whole) {
    return BlockMatrix.of(
        parts.stream()
            .map(
                part ->
                    isCut(part.from) ? part.take(whole.block(part.from)) : whole.block(part.from))
            .toList());
  }

  private boolean isCut(int k) {
    Block part = parts.get(partOf.get(k)[0]).block;
    Block whole = source.blocks().get(k);
    return part.getClass() != whole.getClass() || part.size() != whole.size();
  }

  /** A line for each block that is cut; blocks of the source and of the problem count from 1. */
  @Override
  public String toString() {
    return IntStream.range(0, source.blocks().size())
        .filter(this::isCut)
        .mapToObj(this::line)
        .collect(Collectors.joining("\n"));
  }

  private String line(int k) {
    Map<String, List<String>> numbers = new LinkedHashMap<>();
    for (int p = 0; p < parts.size(); p++) {
      if (parts.get(p).from == k) {
        numbers
            .computeIfAbsent(parts.get(p).toString(), unused -> new ArrayList<>())
            .add("block " + (p + 1));
      }
    }
    return numbers.entrySet().stream()
        .map(
            alike ->
                alike.getKey()
                    + " ("
                    + alike.getValue().get(0)
                    + (alike.getValue().size() > 1
                        ? " and " + (alike.getValue().size() - 1) + " alike)"
                        : ")"))
        .collect(
            Collectors.joining(
                ", ",
                "block %d of order %d falls into ".formatted(k + 1, source.blocks().get(k).size()),
                ""));
  }
}
