package io.spectrahedra.neural.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Where data are read from: a file, or what can be read only once, a pipe or standard input, which
 * is then kept in memory; for the format and the separator are found by looking before the data are
 * read. Packed by gzip they are unpacked, whatever the name.
 */
public final class DataFile {
  /** What packed data begin with. */
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  /** Arrays of a few more elements do not exist on every virtual machine. */
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  private final Path path;
  private final @Nullable InputStream stream;
  private byte @Nullable [] kept;

  private DataFile(Path path, @Nullable InputStream stream) {
    this.path = path;
    this.stream = stream;
  }

  /** A file, or a pipe that has a name; it is opened once data are asked for. */
  public static DataFile of(Path path) {
    return new DataFile(path, null);
  }

  /**
   * A stream, read to its end once data are asked for, and not closed.
   *
   * @param name what messages call it, as in "standard input"
   */
  public static DataFile of(String name, InputStream stream) {
    return new DataFile(Path.of(name), stream);
  }

  /** The path; of a stream its name, which is no path of a file. */
  public Path path() {
    return path;
  }

  /** What messages call it. */
  @Override
  public String toString() {
    return path.toString();
  }

  /**
   * The bytes from the first on, however often they are asked for.
   *
   * @throws InputException if there is no such file or it cannot be read
   */
  Reading open() {
    if (stream == null && Files.isDirectory(path)) {
      throw new InputException(path + " is a folder, not a file");
    }
    try {
      boolean isOnce = stream != null || (Files.exists(path) && !Files.isRegularFile(path));
      InputStream bytes =
          isOnce
              ? new ByteArrayInputStream(keep())
              : new BufferedInputStream(Files.newInputStream(path), 1 << 16);
      return new Reading(path, bytes);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private synchronized byte[] keep() throws IOException {
    if (kept == null) {
      kept = stream != null ? all(stream) : all(path);
    }
    return kept;
  }

  private byte[] all(Path pipe) throws IOException {
    try (InputStream bytes = Files.newInputStream(pipe)) {
      return all(bytes);
    }
  }

  private byte[] all(InputStream bytes) throws IOException {
    byte[] all = bytes.readNBytes(MAX_BYTES);
    if (all.length == MAX_BYTES && bytes.read() >= 0) {
      throw new InputException(
          path + " has more than " + MAX_BYTES + " bytes: write them to a file, and give that");
    }
    return all;
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

  /** One pass over the bytes, and their digest. */
  static final class Reading {
    private final Path path;
    private final MessageDigest digest;
    private final DigestInputStream raw;

    private Reading(Path path, InputStream bytes) {
      this.path = path;
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new LinkageError("every Java platform has SHA-256", e);
      }
      raw = new DigestInputStream(bytes, digest);
    }

    /** The bytes, unpacked if need be. */
    InputStream stream() throws IOException {
      PushbackInputStream bytes = new PushbackInputStream(raw, GZIP.length);
      byte[] begin = bytes.readNBytes(GZIP.length);
      bytes.unread(begin);
      boolean packed =
          begin.length > 0 && (path.toString().endsWith(".gz") || Arrays.equals(begin, GZIP));
      return packed ? new GZIPInputStream(bytes, 1 << 16) : bytes;
    }

    /** SHA-256 of the whole file in hexadecimal, once its bytes have been read. */
    String finishDigest(InputStream bytes) throws IOException {
      bytes.transferTo(OutputStream.nullOutputStream());
      raw.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
