package io.spectrahedra.neural.data;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** A text file of cells: its bytes, their digest, and which separator it uses. */
final class CsvFile {
  private static final char[] SEPARATORS = {',', ';', '\t', '|', ' '};

  private static final char BYTE_ORDER_MARK = '\ufeff';

  /** How many lines are looked at to tell the separator. */
  private static final int SAMPLE_LINES = 20;

  private final Path path;
  private final MessageDigest digest;
  private final DigestInputStream raw;

  private CsvFile(Path path, MessageDigest digest, DigestInputStream raw) {
    this.path = path;
    this.digest = digest;
    this.raw = raw;
  }

  /**
   * Opens a file.
   *
   * @throws InputException if there is no such file or it cannot be read
   */
  static CsvFile open(Path path) {
    if (Files.isDirectory(path)) {
      throw new InputException(path + " is a folder, not a file");
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      InputStream bytes = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
      return new CsvFile(path, digest, new DigestInputStream(bytes, digest));
    } catch (IOException e) {
      throw unreadable(path, e);
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has SHA-256", e);
    }
  }

  static InputException unreadable(Path path, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new InputException("there is no file " + path, e);
    }
    if (e instanceof AccessDeniedException) {
      return new InputException(path + " cannot be read: permission denied", e);
    }
    if (e instanceof CharacterCodingException) {
      return new InputException(path + " cannot be read: it is not UTF-8 text", e);
    }
    return new InputException(path + " cannot be read: " + e.getMessage(), e);
  }

  /** The bytes of the text, unpacked if need be. */
  InputStream stream() throws IOException {
    boolean packed = path.getFileName().toString().endsWith(".gz");
    return packed ? new GZIPInputStream(raw, 1 << 16) : raw;
  }

  /**
   * The text without a byte order mark; malformed text is an error, not a row of question marks.
   */
  static BufferedReader decode(InputStream bytes) throws IOException {
    BufferedReader text =
        new BufferedReader(
            new InputStreamReader(
                bytes,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
            1 << 16);
    text.mark(1);
    if (text.read() != BYTE_ORDER_MARK) {
      text.reset();
    }
    return text;
  }

  /** SHA-256 of the whole file in hexadecimal, once its text has been read. */
  String finishDigest(InputStream bytes) throws IOException {
    bytes.transferTo(OutputStream.nullOutputStream());
    raw.transferTo(OutputStream.nullOutputStream());
    return HexFormat.of().formatHex(digest.digest());
  }

  static CsvReader.CsvReaderBuilder format(char separator) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .commentStrategy(CommentStrategy.SKIP)
        .skipEmptyLines(true)
        .trimWhitespacesAroundQuotes(separator != ' ')
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
  }

  /** The separator that splits the first lines into equally many cells, more than one. */
  static char separator(Path path) throws IOException {
    String sample;
    CsvFile file = open(path);
    try (BufferedReader lines = decode(file.stream())) {
      sample =
          lines
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .limit(SAMPLE_LINES)
              .collect(Collectors.joining("\n"));
    }
    char likely = SEPARATORS[0];
    int cells = 1;
    for (char separator : SEPARATORS) {
      int even = evenCells(sample, separator);
      if (even > 1) {
        return separator;
      }
      if (separator != ' '
          && -even > cells) { // splits, but unevenly: the error will say in which line
        likely = separator;
        cells = -even;
      }
    }
    return likely;
  }

  /** The number of cells of all lines if it is the same, minus that of the first line if not. */
  private static int evenCells(String sample, char separator) {
    int cells = 0;
    try (CsvReader<CsvRecord> records = format(separator).ofCsvRecord(sample)) {
      for (CsvRecord record : records) {
        if (cells == 0) {
          cells = record.getFieldCount();
        } else if (record.getFieldCount() != cells) {
          return -cells;
        }
      }
    } catch (CsvParseException | IOException e) {
      return 0; // a quote that does not end in the sample: the error is said when all is read
    }
    return cells;
  }
}
