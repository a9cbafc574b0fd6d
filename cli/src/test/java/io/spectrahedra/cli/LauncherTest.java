package io.spectrahedra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.testdata.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the launcher")
@DisabledOnOs(OS.WINDOWS) // a shell script
class LauncherTest {
  @TempDir private Path root;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String errors() throws IOException, InterruptedException {
    Path errors = root.resolve("errors");
    new ProcessBuilder(root.resolve("spectra").toString(), "--version")
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(errors.toFile())
        .start()
        .waitFor();
    return Files.readString(errors, StandardCharsets.UTF_8);
  }

  /** As Maven's is where nothing but a comment has changed: it leaves the jar as it is. */
  @Test
  void aBuildThatChangesNothingIsNotDoneAgain() throws IOException, InterruptedException {
    Path launcher = TestData.file("diabetes.csv").resolve("../../../spectra").normalize();
    write("spectra", Files.readString(launcher));
    write("mvnw", "#!/bin/sh\nexit 0\n");
    for (String file : new String[] {"pom.xml", "cli/pom.xml"}) {
      write(file, "");
    }
    for (String module : new String[] {"sdp-core", "neural-decomposition", "cli"}) {
      write(module + "/src/main/Source.java", "");
    }
    write("cli/target/spectra.jar", "");
    Files.setLastModifiedTime(root.resolve("cli/target/spectra.jar"), FileTime.fromMillis(0));
    assertThat(errors()).contains("spectra: building, once");
    assertThat(errors()).doesNotContain("building");
  }
}
