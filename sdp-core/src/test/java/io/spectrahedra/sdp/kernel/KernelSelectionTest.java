package io.spectrahedra.sdp.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("kernels are chosen as told, and what cannot run is named")
class KernelSelectionTest {
  @ParameterizedTest
  @ValueSource(strings = {"fast", "", "Vector"})
  void refusesWhatIsNoProvider(String wanted) {
    assertThatThrownBy(() -> KernelSelection.select(wanted))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sdp.kernels must be auto, scalar or vector, was \"" + wanted + "\"");
  }

  @Test
  void choosesWhatItIsTold() {
    assertThat(KernelSelection.select("scalar")).hasToString("scalar");
    assertThat(KernelSelection.select("vector").toString()).startsWith("vector, ");
    assertThat(KernelSelection.select("auto")).hasToString("tiered, now scalar");
  }

  /** Run in a virtual machine of its own. */
  static final class PrintBest {
    private PrintBest() {}

    /** Prints which kernels are chosen. */
    public static void main(String[] args) {
      System.out.println(Kernels.best());
    }
  }

  /** What a virtual machine of its own prints, and its exit code in the end. */
  private static String printBest(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(PrintBest.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return output + process.waitFor();
  }

  @Test
  void whatCannotRunIsRefusedAtEveryCallWithTheReason() throws Exception {
    assertThat(printBest("-Dsdp.kernels=bogus"))
        .contains(
            "KernelsUnavailableException: sdp.kernels must be auto, scalar or vector, was \"bogus\"")
        .doesNotContain("ExceptionInInitializerError");
  }

  @Test
  void withoutTheInstructionItNeedsNoVectorKernelIsChosen() throws Exception {
    String output = printBest("-XX:+UnlockDiagnosticVMOptions", "-XX:-UseFMA");
    assertThat(output)
        .contains("vector kernels cannot run: this Java has no fused multiply-add (UseFMA)")
        .endsWith("scalar" + System.lineSeparator() + "0");
  }
}
