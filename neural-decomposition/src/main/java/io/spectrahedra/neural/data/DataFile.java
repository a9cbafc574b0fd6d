package io.spectrahedra.neural.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/** The bytes of a file, unpacked if its name ends in .gz, and their digest. */
final class DataFile {
  private final Path path;
  private final MessageDigest digest;
  private final DigestInputStream raw;

  private DataFile(Path path, MessageDigest digest, DigestInputStream raw) {
    this.path = path;
    this.digest = digest;
    this.raw = raw;
  }

  /**
   * Opens a file.
   *
   * @throws InputException if there is no such file or it cannot be read
   */
  static DataFile open(Path path) {
    if (Files.isDirectory(path)) {
      throw new InputException(path + " is a folder, not a file");
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      InputStream bytes = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
      return new DataFile(path, digest, new DigestInputStream(bytes, digest));
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

  /** The bytes, unpacked if need be. */
  InputStream stream() throws IOException {
    boolean packed = path.getFileName().toString().endsWith(".gz");
    return packed ? new GZIPInputStream(raw, 1 << 16) : raw;
  }

  /** SHA-256 of the whole file in hexadecimal, once its bytes have been read. */
  String finishDigest(InputStream bytes) throws IOException {
    bytes.transferTo(OutputStream.nullOutputStream());
    raw.transferTo(OutputStream.nullOutputStream());
    return HexFormat.of().formatHex(digest.digest());
  }
}
