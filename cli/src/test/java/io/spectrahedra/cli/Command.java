package io.spectrahedra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command, in this process. */
record Command(int exitCode, String out, String err) {
  static Command run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    int code = Spectra.run(new PrintWriter(out, true), new PrintWriter(err, true), texts);
    return new Command(code, out.toString(), err.toString());
  }

  /** Bad input: one line of errors, exit code 2, and nothing else. */
  static void assertRefused(String message, Object... arguments) {
    Command command = run(arguments);
    assertThat(command.err()).isEqualTo("spectra: " + message + "\n");
    assertThat(command.exitCode()).isEqualTo(2);
    assertThat(command.out()).isEmpty();
  }

  /** Standard output as the one JSON object it must be. */
  JsonObject json() {
    return JsonParser.parseString(out).getAsJsonObject();
  }
}
