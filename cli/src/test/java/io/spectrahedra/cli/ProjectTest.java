package io.spectrahedra.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.testdata.TestData;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("documents and sources say the same")
class ProjectTest {
  private static final Path ROOT =
      TestData.file("diabetes.csv").resolve("../../..").toAbsolutePath().normalize();
  private static final Pattern EQUATION = Pattern.compile("\\[M(\\d+)\\]");

  /** Longer files have more than one reason to exist. */
  private static final int MAX_LINES = 400;

  /** The one class that may touch the incubator module cannot be two. */
  private static final String LONGER = "VectorKernels.java";

  private static List<Path> sources(String kind) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/" + kind + "/"))
          .toList();
    }
  }

  private static Set<Integer> equations(String text) {
    return EQUATION
        .matcher(text)
        .results()
        .map(match -> Integer.parseInt(match.group(1)))
        .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
  }

  @Test
  void everyEquationCitedExistsAndEveryEquationIsCited() throws IOException {
    Set<Integer> cited = new TreeSet<>();
    for (Path file : sources("main")) {
      cited.addAll(equations(Files.readString(file)));
    }
    Set<Integer> defined = new TreeSet<>();
    Matcher definitions =
        Pattern.compile("(?m)^\\*\\*(\\[M\\d+\\])\\*\\*")
            .matcher(Files.readString(ROOT.resolve("docs/MATH.md")));
    for (MatchResult match : definitions.results().toList()) {
      assertThat(defined.addAll(equations(match.group(1)))).as(match.group(1)).isTrue();
    }
    assertThat(cited).isEqualTo(defined).hasSizeGreaterThan(10);
  }

  @Test
  void noFileIsTooLong() throws IOException {
    List<Path> files = new ArrayList<>(sources("main"));
    assertThat(files).hasSizeGreaterThan(80);
    files.addAll(sources("test"));
    files.removeIf(file -> file.endsWith(LONGER));
    assertThat(files)
        .allSatisfy(
            file -> assertThat(Files.readAllLines(file).size()).isLessThanOrEqualTo(MAX_LINES));
  }

  @Test
  void theExamplesOfTheReadmeRun(@TempDir Path folder) throws Exception {
    List<String> examples =
        Pattern.compile("(?s)```java\n(.*?)```")
            .matcher(Files.readString(ROOT.resolve("README.md")))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(examples).hasSize(2);
    assertThat(run(folder, examples.get(0))).startsWith("OPTIMAL: 12 neurons, objective 534922.19");
    assertThat(run(folder, examples.get(1))).containsPattern("^OPTIMAL: primal -2.2(4999|5000)");
  }

  /** As they stand, but for the folder that they write to. */
  @Test
  void theCommandsOfTheReadmeRun(@TempDir Path folder) throws IOException {
    List<String> commands =
        Pattern.compile("(?m)^    \\./spectra ((?:train|predict|certify|solve) .*)$")
            .matcher(Files.readString(ROOT.resolve("README.md")))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(commands).hasSizeGreaterThanOrEqualTo(7);
    for (String command : commands) {
      Object[] arguments =
          Stream.of(command.split(" "))
              .map(word -> word.startsWith("src-test-data/") ? ROOT.resolve(word) : word)
              .map(
                  word -> word.toString().matches("\\w+\\.(json|sol)") ? folder + "/" + word : word)
              .toArray();
      Command run = Command.run(arguments);
      assertThat(run.exitCode()).as("%s: %s", command, run.err()).isZero();
    }
  }

  /** What each example prints as its value, and what the value is. */
  private static final Map<String, Map.Entry<String, Double>> EXAMPLES =
      Map.of(
          "DigitsConvolution.java", Map.entry("accuracy", 1491.0 / 1797),
          "ExpectileRegression.java", Map.entry("morning", 9.8 / 1.3),
          "IrisClasses.java", Map.entry("accuracy", 146.0 / 150),
          "LovaszTheta.java", Map.entry("theta", Math.sqrt(5)),
          "LyapunovInequality.java", Map.entry("tr P", 2.5),
          "MinimumTraceCompletion.java", Map.entry("trace", 14.0));

  @Test
  void theExamplesRun(@TempDir Path folder) throws Exception {
    Path examples = ROOT.resolve("examples");
    try (Stream<Path> files = Files.list(examples)) {
      assertThat(files.map(file -> examples.relativize(file).toString()))
          .containsExactlyInAnyOrderElementsOf(EXAMPLES.keySet());
    }
    for (Map.Entry<String, Map.Entry<String, Double>> example : EXAMPLES.entrySet()) {
      String out = run(folder, Files.readString(examples.resolve(example.getKey())));
      String label = example.getValue().getKey();
      Matcher value = Pattern.compile("(?m)^" + label + " = ([0-9.]+)$").matcher(out);
      assertThat(out).startsWith("OPTIMAL");
      assertThat(value.find()).as(out).isTrue();
      assertThat(Double.parseDouble(value.group(1)))
          .isCloseTo(example.getValue().getValue(), within(1e-6));
    }
  }

  /** Compiles an example as it stands and runs it at the root of the project; what it prints. */
  private static String run(Path folder, String example) throws Exception {
    Matcher name = Pattern.compile("(?m)^class (\\w+)").matcher(example);
    assertThat(name.find()).isTrue();
    Path source = Files.writeString(folder.resolve(name.group(1) + ".java"), example);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String classPath = System.getProperty("java.class.path");
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      StringWriter messages = new StringWriter();
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-d", folder.toString(), "-cp", classPath),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=en",
                "-cp",
                folder + System.getProperty("path.separator") + classPath,
                name.group(1))
            .directory(ROOT.toFile())
            .start();
    String out =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out;
  }
}
