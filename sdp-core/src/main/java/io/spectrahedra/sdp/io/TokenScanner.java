package io.spectrahedra.sdp.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The tokens of a text file, line by line, without an object for any of them. Blanks, commas,
 * brackets of every kind separate tokens; lines end as on any system, with LF, CR LF or CR; one
 * that begins with a quotation mark or an asterisk is a comment.
 */
final class TokenScanner {
  private static final int BUFFER = 1 << 17;

  /** Longer tokens are no numbers that anybody has written. */
  private static final int MAX_TOKEN = 1 << 12;

  /** Of a token that is shown in an error. */
  private static final int MAX_SHOWN = 40;

  private final Path file;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private int start;
  private int end;
  private int line = 1;
  private boolean lineBegins = true;

  TokenScanner(Path file, InputStream in) throws IOException {
    this.file = file;
    this.in = in;
    fill();
    boolean marked =
        limit >= 3
            && buffer[0] == (byte) 0xef
            && buffer[1] == (byte) 0xbb
            && buffer[2] == (byte) 0xbf;
    position = marked ? 3 : 0; // a byte order mark
  }

  /** Moves to the next token of this line; false if there is none. */
  boolean nextInLine() throws IOException {
    while (true) {
      if (position == limit && !fill()) {
        return false;
      }
      byte b = buffer[position];
      if (endsLine(b)) {
        return false;
      }
      if (!isBlank(b)) {
        break;
      }
      position++;
    }
    if (lineBegins && (buffer[position] == '"' || buffer[position] == '*')) {
      skipRest();
      return false;
    }
    lineBegins = false;
    scanToken();
    return true;
  }

  /** Moves to the next token of this or a later line; false at the end of the file. */
  boolean next() throws IOException {
    while (!nextInLine()) {
      if (!nextLine()) {
        return false;
      }
    }
    return true;
  }

  /** Moves to the next line; false if this is the last. */
  boolean nextLine() throws IOException {
    skipRest();
    if (position == limit) {
      return false;
    }
    boolean carriageReturn = buffer[position++] == '\r';
    if (carriageReturn && (position < limit || fill()) && buffer[position] == '\n') {
      position++;
    }
    line++;
    lineBegins = true;
    return true;
  }

  private void skipRest() throws IOException {
    while (position < limit || fill()) {
      if (endsLine(buffer[position])) {
        return;
      }
      position++;
    }
  }

  private void scanToken() throws IOException {
    if (limit - position <= MAX_TOKEN) {
      fill();
    }
    start = position;
    int stop = Math.min(limit, position + MAX_TOKEN);
    int p = position;
    while (p < stop && !endsLine(buffer[p]) && !isBlank(buffer[p])) {
      p++;
    }
    end = p;
    position = p;
    if (p == start + MAX_TOKEN) {
      throw unexpected("a number must have less than " + MAX_TOKEN + " characters");
    }
  }

  /** Reads on behind what is not used up yet; false if there is nothing more. */
  private boolean fill() throws IOException {
    System.arraycopy(buffer, position, buffer, 0, limit - position);
    limit -= position;
    position = 0;
    int old = limit;
    while (limit < buffer.length) {
      int count = in.read(buffer, limit, buffer.length - limit);
      if (count < 0) {
        break;
      }
      limit += count;
    }
    return limit > old;
  }

  private static boolean endsLine(byte b) {
    return b == '\n' || b == '\r';
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\f' || b == ',' || b == '{' || b == '}' || b == '('
        || b == ')' || b == '[' || b == ']';
  }

  /** The current token as a number; NaN if it is none. */
  double number() {
    return Decimal.parse(buffer, start, end);
  }

  /** The current token as an integer; {@link Decimal#NO_INTEGER} if it is none. */
  long integer() {
    return Decimal.parseInteger(buffer, start, end);
  }

  /** Cuts the current token off before the first {@code '='}, unless it begins with one. */
  void cutAtEqualsSign() {
    for (int p = start + 1; p < end; p++) {
      if (buffer[p] == '=') {
        end = p;
      }
    }
  }

  int line() {
    return line;
  }

  /** A line of the file in the words of errors: "file:line". */
  String place(int ofLine) {
    return file + ":" + ofLine;
  }

  /** The error that the current token is not what it must be. */
  SdpaFormatException unexpected(String expected) {
    return new SdpaFormatException(file, line, expected, shown());
  }

  /** The error that something else stands in this line than must. */
  SdpaFormatException error(String expected, String found) {
    return new SdpaFormatException(file, line, expected, found);
  }

  /** The current token in quotes, cut if it is long, with what cannot be printed as \xNN. */
  String shown() {
    StringBuilder text = new StringBuilder("\"");
    for (int p = start; p < Math.min(end, start + MAX_SHOWN); p++) {
      byte b = buffer[p];
      if (b > ' ' && b < 0x7f) {
        text.append((char) b);
      } else {
        text.append(String.format(Locale.ROOT, "\\x%02x", b & 0xff));
      }
    }
    return text.append(end > start + MAX_SHOWN ? "...\"" : "\"").toString();
  }
}
