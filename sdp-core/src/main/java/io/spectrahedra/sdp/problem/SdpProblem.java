package io.spectrahedra.sdp.problem;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A semidefinite program with hard and elastic rows [M1]:
 *
 * <pre>
 *   (P)  min  ⟨C, X⟩ + Σᵢ fᵢ(rᵢ) + constant     s.t.  𝒜ᵢ(X) + rᵢ = bᵢ,   X ∈ K
 *   (D)  max  bᵀy − Σᵢ fᵢ*(yᵢ) + constant       s.t.  𝒜*(y) + S = C,    S ∈ K*
 * </pre>
 *
 * <p>X is made of the blocks of K; ⟨·,·⟩ is the trace inner product, in which an off-diagonal entry
 * counts twice. Immutable; the matrices are shared, not copied.
 */
public final class SdpProblem {
  /**
   * The largest norm of a coefficient and the largest right-hand side, constant and weight of a
   * row: a product of three of them is still finite.
   */
  public static final double LARGEST = 1e100;

  /** The block that {@link RowBuilder#atMost} and {@link RowBuilder#atLeast} put slacks into. */
  public static final String SLACKS = "slacks";

  /** One term ⟨scale · matrix, X_block⟩ of the objective or of a row. */
  public record Term(int block, double scale, ConstraintMatrix matrix) {
    @Override
    public String toString() {
      return scale + " <" + matrix + ", block " + block + ">";
    }
  }

  /** One row: Σ of its terms + r = rhs, where r costs {@code penalty}. */
  public record Row(String name, List<Term> terms, double rhs, RowPenalty penalty) {
    private Row plus(Term term) {
      List<Term> sum = new ArrayList<>(terms);
      sum.add(term);
      return new Row(name, List.copyOf(sum), rhs, penalty);
    }

    @Override
    public String toString() {
      String sum = terms.stream().map(Term::toString).collect(Collectors.joining(" + "));
      return name + ": " + sum + (penalty.isHard() ? " = " + rhs : " near " + rhs + ", " + penalty);
    }
  }

  private final List<String> blockNames;
  private final List<Block> blocks;
  private final List<Term> objective;
  private final double constant;
  private final List<Row> rows;

  private SdpProblem(Builder builder) {
    Map<String, Block> all = new LinkedHashMap<>(builder.blocks);
    int slacks = builder.slacks.size();
    if (slacks > 0 && all.put(SLACKS, new Block.NonNegative(slacks)) != null) {
      throw new IllegalArgumentException(sameName("blocks", SLACKS));
    }
    this.blockNames = List.copyOf(all.keySet());
    this.blocks = List.copyOf(all.values());
    this.objective = List.copyOf(builder.objective);
    this.constant = builder.constant;
    List<Row> complete = new ArrayList<>(builder.rows);
    for (int j = 0; j < slacks; j++) {
      Slack slack = builder.slacks.get(j);
      SparseVector unit = SparseVector.unit(slacks, j, slack.sign);
      complete.set(slack.row, complete.get(slack.row).plus(new Term(blocks.size() - 1, 1, unit)));
    }
    this.rows = List.copyOf(complete);
  }

  /** That sign · s, s ≥ 0, is to be added to the row of that number. */
  record Slack(int row, double sign) {}

  public static Builder builder() {
    return new Builder();
  }

  public List<Block> blocks() {
    return blocks;
  }

  public List<String> blockNames() {
    return blockNames;
  }

  /**
   * The number of the block of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public int blockIndex(String name) {
    int index = blockNames.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(noSuchBlock(name, blockNames));
    }
    return index;
  }

  /** C, as a sum of terms. */
  public List<Term> objective() {
    return objective;
  }

  /** What is added to both objectives. */
  public double constant() {
    return constant;
  }

  public List<Row> rows() {
    return rows;
  }

  /**
   * The number of the row of that name; O(rows).
   *
   * @throws IllegalArgumentException if there is none
   */
  public int rowIndex(String name) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no row is named \"" + name + "\"");
  }

  /** b, a new array. */
  public double[] rhs() {
    return rows.stream().mapToDouble(Row::rhs).toArray();
  }

  /** T ← T + C. */
  public void addObjective(BlockMatrix target) {
    for (Term term : objective) {
      term.matrix().addTo(term.scale(), target.block(term.block()));
    }
  }

  /** ν = Σ of the barrier parameters of the blocks and of the intervals of the rows. */
  public int degree() {
    return blocks.stream().mapToInt(Block::degree).sum()
        + rows.stream().mapToInt(row -> row.penalty().degree()).sum();
  }

  /** ⟨C, X⟩ + Σ fᵢ(bᵢ − 𝒜ᵢ(X)) + constant; of the hard rows, whatever they lack counts nothing. */
  public double primalObjective(BlockMatrix x) {
    double value = constant;
    for (Term term : objective) {
      value += term.scale() * term.matrix().dot(x.block(term.block()));
    }
    for (Row row : rows) {
      if (!row.penalty().isHard()) {
        double r = row.rhs();
        for (Term term : row.terms()) {
          r -= term.scale() * term.matrix().dot(x.block(term.block()));
        }
        value += row.penalty().value(r);
      }
    }
    return value;
  }

  /**
   * A new problem with the blocks, the objective and the constant of this one, and no rows. What is
   * added to it has been computed from numbers in range, and need not be in range itself.
   */
  Builder withoutRows() {
    Builder builder = builder();
    builder.largest = Double.MAX_VALUE;
    for (int k = 0; k < blocks.size(); k++) {
      builder.block(blockNames.get(k), blocks.get(k));
    }
    builder.objective.addAll(objective);
    builder.constant = constant;
    return builder;
  }

  /** The same problem with these of its rows only, in this order. */
  public SdpProblem withRows(int[] kept) {
    Builder builder = withoutRows();
    for (int i : kept) {
      builder.row(rows.get(i));
    }
    return builder.build();
  }

  /**
   * The same problem with other blocks.
   *
   * @param parts what each term of the objective or of a row becomes in them
   */
  SdpProblem inBlocks(Map<String, Block> others, Function<Term, List<Term>> parts) {
    Builder builder = builder();
    others.forEach(builder::block);
    objective.forEach(term -> builder.objective.addAll(parts.apply(term)));
    builder.constant = constant;
    for (Row row : rows) {
      List<Term> terms = row.terms().stream().flatMap(term -> parts.apply(term).stream()).toList();
      builder.row(new Row(row.name(), terms, row.rhs(), row.penalty()));
    }
    return builder.build();
  }

  /** True if a row is not hard. */
  public boolean hasElasticRows() {
    return rows.stream().anyMatch(row -> !row.penalty().isHard());
  }

  private static String sameName(String what, String name) {
    return "there are two " + what + " named \"" + name + "\"";
  }

  private static String noSuchBlock(String name, Iterable<String> names) {
    return "no block is named \"" + name + "\", the blocks are " + names;
  }

  /** Collects blocks, the objective and rows; every error names the row it is about. */
  public static final class Builder {
    private final Map<String, Block> blocks = new LinkedHashMap<>();
    private final Map<String, Integer> index = new HashMap<>();
    private final List<Term> objective = new ArrayList<>();
    final List<Row> rows = new ArrayList<>();
    final List<Slack> slacks = new ArrayList<>();
    private final Set<String> rowNames = new HashSet<>();
    final Set<String> open = new LinkedHashSet<>(); // rows that have not ended
    private double constant;
    boolean zeroRows;
    private double largest = LARGEST;

    private Builder() {}

    /** Adds a positive semidefinite variable of order n. */
    public Builder psd(String name, int n) {
      return block(name, new Block.Psd(n));
    }

    /** Adds a vector of n variables ≥ 0. */
    public Builder nonNegative(String name, int n) {
      return block(name, new Block.NonNegative(n));
    }

    /** Adds a vector (t, u) of n variables with ‖u‖₂ ≤ t, t first. */
    public Builder secondOrder(String name, int n) {
      return block(name, new Block.SecondOrder(n));
    }

    /** Adds a vector of n variables without bounds. */
    public Builder free(String name, int n) {
      return block(name, new Block.Free(n));
    }

    /**
     * Adds a block.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public Builder block(String name, Block block) {
      Block.requireFits(name, block);
      if (blocks.putIfAbsent(name, block) != null) {
        throw new IllegalArgumentException(sameName("blocks", name));
      }
      index.put(name, index.size());
      return this;
    }

    /** Adds ⟨matrix, X_block⟩ to the objective, which is minimised. */
    public Builder minimise(String block, ConstraintMatrix matrix) {
      return minimise(block, 1, matrix);
    }

    /** Adds scale · ⟨matrix, X_block⟩ to the objective, which is minimised. */
    public Builder minimise(String block, double scale, ConstraintMatrix matrix) {
      objective.add(term("objective", block, scale, matrix));
      return this;
    }

    /**
     * Adds −⟨matrix, X_block⟩ to the objective: maximises it. The problem stays one of minimisation
     * [M1], and so do the objectives and multipliers of its solution: the maximum is {@code
     * -solution.primalObjective()}.
     */
    public Builder maximise(String block, ConstraintMatrix matrix) {
      return maximise(block, 1, matrix);
    }

    /** Adds −scale · ⟨matrix, X_block⟩ to the objective; see the other method of this name. */
    public Builder maximise(String block, double scale, ConstraintMatrix matrix) {
      return minimise(block, -scale, matrix);
    }

    /** Adds a constant to the objective, which is minimised. */
    public Builder constant(double value) {
      requireInRange("objective: the constant", value);
      constant += value;
      return this;
    }

    /**
     * From now on a hard row may have coefficients that are all zero. It says 0 = rhs: nothing if
     * rhs is 0, and otherwise that there is no X at all. Without this call such a row is taken for
     * a mistake of the caller; data from elsewhere may contain one.
     */
    public Builder allowZeroRows() {
      zeroRows = true;
      return this;
    }

    /** Adds a row of a problem with the same blocks. */
    void row(Row row) {
      rows.add(row);
    }

    /**
     * Begins a row; it is added by {@link RowBuilder#equalTo}, {@link RowBuilder#atMost}, {@link
     * RowBuilder#atLeast} or {@link RowBuilder#near}.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public RowBuilder row(String name) {
      if (!rowNames.add(name)) {
        throw new IllegalArgumentException(sameName("rows", name));
      }
      open.add(name);
      return new RowBuilder(this, name);
    }

    /**
     * The problem.
     *
     * @throws IllegalArgumentException if there is no block
     * @throws IllegalStateException if a row has been begun and not ended
     */
    public SdpProblem build() {
      if (!open.isEmpty()) {
        throw new IllegalStateException(
            "rows that equalTo, atMost, atLeast or near has not ended: " + open);
      }
      if (blocks.isEmpty()) {
        throw new IllegalArgumentException("a problem needs at least one block");
      }
      return new SdpProblem(this);
    }

    Term term(String owner, String name, double scale, ConstraintMatrix matrix) {
      Block block = blocks.get(name);
      if (block == null) {
        throw new IllegalArgumentException(owner + ": " + noSuchBlock(name, blocks.keySet()));
      }
      if (matrix.size() != block.size() || matrix.cols() != block.cols()) {
        throw new IllegalArgumentException(
            owner
                + ": a "
                + matrix.size()
                + " x "
                + matrix.cols()
                + " coefficient does not fit block \""
                + name
                + "\", which is "
                + block.size()
                + " x "
                + block.cols());
      }
      double norm = scale * matrix.frobeniusNorm();
      requireInRange(owner + ": the norm of the coefficient of block \"" + name + "\"", norm);
      return new Term(Objects.requireNonNull(index.get(name)), scale, matrix);
    }

    void requireInRange(String what, double value) {
      if (!(Math.abs(value) <= largest)) {
        throw new IllegalArgumentException(
            what + " must be finite and at most " + largest + " in size, was " + value);
      }
    }
  }

  @Override
  public String toString() {
    long elastic = rows.stream().filter(row -> !row.penalty().isHard()).count();
    return "SDP with blocks "
        + blocks
        + ", "
        + (rows.size() - elastic)
        + " hard and "
        + elastic
        + " elastic rows";
  }
}
