package io.spectrahedra.bench.sdplib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a run of a command")
class ExecutionTest {
  private static Execution shell(String script, Duration limit) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh");
    return Execution.of(List.of("/bin/sh", "-c", script), Map.of("WORD", "hello"), limit);
  }

  @Test
  void keepsStandardOutputAlone() throws Exception {
    Execution run = shell("echo $WORD; echo trouble >&2; touch left-over", Duration.ofMinutes(1));
    assertThat(run.output()).isEqualTo("hello\n");
    assertThat(run.finished()).isTrue();
    assertThat(run.seconds()).isPositive();
  }

  @Test
  void isKilledAtTheLimit() throws Exception {
    Execution run = shell("echo begun; sleep 600; echo never", Duration.ofMillis(300));
    assertThat(run.finished()).isFalse();
    assertThat(run.output()).doesNotContain("never");
  }
}
