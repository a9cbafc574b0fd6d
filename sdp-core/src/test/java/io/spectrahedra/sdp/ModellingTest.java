package io.spectrahedra.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.WarmStart;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("inequalities, maximisation, multipliers by name")
class ModellingTest {
  /** max 3v₁ + 2v₂ s.t. v₁ + v₂ ≤ 4, v₁ ≤ 3, v₂ ≥ ½: v = (3, 1), with multipliers 2, 1 and 0. */
  @Test
  void linearProgram() {
    var builder = SdpProblem.builder().nonNegative("v", 2);
    builder.maximise("v", ConstraintMatrix.vector(3, 2));
    builder.row("sum").term("v", ConstraintMatrix.vector(1, 1)).atMost(4);
    builder.row("first").term("v", ConstraintMatrix.vector(1, 0)).atMost(3);
    builder.row("second").term("v", ConstraintMatrix.vector(0, 1)).atLeast(0.5);
    Solution solution = Sdp.solve(builder.build());
    assertThat(-solution.primalObjective()).isEqualTo(11, within(1e-6));
    assertThat(solution.primal("v").at(0, 0)).isEqualTo(3, within(1e-6));
    assertThat(solution.primal(SdpProblem.SLACKS).at(2, 0)).isEqualTo(0.5, within(1e-6));
    assertThat(solution.y("sum")).isEqualTo(-2, within(1e-6));
    assertThat(solution.y("first")).isEqualTo(-1, within(1e-6));
    assertThat(solution.y("second")).isEqualTo(0, within(1e-6));
    assertThatThrownBy(() -> solution.y("third")).hasMessage("no row is named \"third\"");
  }

  @Test
  @SuppressWarnings("NullAway") // what is tested
  void nullIsNamed() {
    SdpProblem problem = SdpProblem.builder().nonNegative("v", 1).build();
    assertThatThrownBy(() -> Sdp.solve(null)).hasMessage("problem");
    assertThatThrownBy(() -> Sdp.solve(problem, null)).hasMessage("settings");
    assertThatThrownBy(() -> Sdp.solve(problem, Settings.defaults(), (WarmStart) null))
        .hasMessage("start");
  }
}
